package sample

// platform is where administrators belong; it is no tenant, so records carry no
// company for it.
var platform = company{host: "suite.example", path: "/admin", memo: "platform"}

// companies are the tenants. Addresses are private, from the documentation
// ranges (with the place that the server recorded), or from large access
// networks of the country they stand for (without, so that a reader's own table
// answers).
var companies = []company{
	{
		name: "Quillmoor Clinics", crm: "clientbook", memo: "reception by day, night desk by turns", prefix: "10", host: "quillmoor.example", path: "/t/quillmoor", network: "10.20.1.0/24",
		homes: []home{{"10.20.1.", "hq floor 2"}, {"10.20.1.", "hq floor 2"}, {"10.20.3.", ""}},
		staff: []person{
			{"1042", "Nadia Fennick", "front desk"},
			{"1017", "Oren Sabel", ""},
			{"1009", "Lena Osgood", ""},
			{"1007", "Joss Marlin", "billing"},
			{"1023", "Peer Aldous", ""},
			{"1031", "Wilma Trask", "night shift"},
			{"1055", "Ada Corvine", ""},
			{"1060", "Milo Santer", ""},
			{"1064", "Greta Loam", "results line"},
		},
		queues: []string{"night-desk", "reception", "results"},
	},
	{
		name: "Tavenport Freight", crm: "leadpipe", memo: "dispatch round the clock", prefix: "22", host: "tavenport.example", path: "/t/tavenport", network: "198.51.100.60/30",
		homes: []home{{"198.51.100.61", "Porto, PT"}, {"85.240.17.204", ""}, {"198.51.100.62", "Porto, PT"}},
		staff: []person{
			{"2201", "Amina Coste", "dispatch"},
			{"2204", "Pia Lorentz", ""},
			{"2210", "Jun Halloway", "night shift"},
			{"2213", "Bram Ollivar", ""},
			{"2217", "Sten Marrick", ""},
			{"2222", "Odile Faro", ""},
			{"2230", "Kofi Brandt", "claims"},
		},
		queues: []string{"dispatch", "claims"}, campaign: "304",
	},
	{
		name: "Osprenne Travel", crm: "salesboard", memo: "season until March", prefix: "30", host: "osprenne.example", path: "/t/osprenne", network: "198.51.100.112/32",
		homes: []home{{"198.51.100.112", "Graz, AT"}, {"80.120.44.19", ""}},
		staff: []person{
			{"3005", "Elke Varnholt", ""},
			{"3011", "Tomas Ibarra", "travel desk"},
			{"3014", "Wei Lindqvist", "team lead"},
			{"3020", "Runa Keel", ""},
			{"3022", "Dario Montel", ""},
			{"3029", "Ilse Graben", ""},
		},
		queues: []string{"bookings", "recall"}, campaign: "318",
	},
	{
		name: "Lumberfield Foods", crm: "leadpipe", memo: "contract until March", prefix: "41", host: "lumberfield.example", path: "/t/lumberfield", network: "192.0.2.0/26",
		homes: []home{{"192.0.2.31", "Tartu, EE"}, {"90.190.72.8", ""}},
		staff: []person{
			{"4102", "Sami Orrell", "dock 2"},
			{"4108", "Hedda Quist", ""},
			{"4111", "Arlo Pennick", ""},
			{"4115", "Maarja Tamsal", ""},
			{"4119", "Ulf Cordel", "dock 1"},
		},
		queues: []string{"orders", "pilot-b"},
	},
	{
		name: "Brindlewick Ltd", crm: "salesboard", memo: "new, trial", prefix: "52", host: "brindlewick.example", path: "/t/brindlewick", network: "10.20.4.0/24",
		homes:  []home{{"10.20.4.", "branch 2"}},
		staff:  []person{{"5258", "Wei Castell", ""}, {"5203", "Noor Hatherby", ""}, {"5207", "Cleo Strand", ""}, {"5211", "Piet Arkwell", ""}},
		queues: []string{"support"},
	},
	{
		name: "Marrowby Insurance", crm: "salesboard", memo: "claims only by day", prefix: "63", host: "marrowby.example", path: "/t/marrowby", network: "172.18.6.0/24",
		homes: []home{{"172.18.6.", ""}, {"81.2.69.160", ""}},
		staff: []person{
			{"6301", "Hugo Belfast", ""},
			{"6304", "Sanna Withers", "complaints"},
			{"6309", "Elio Crane", ""},
			{"6312", "Tamsin Vole", ""},
			{"6316", "Bo Lacey", ""},
			{"6318", "Ida Moorcroft", ""},
		},
		queues: []string{"policies", "claims-line"}, campaign: "322",
	},
	{
		name: "Celverton Utilities", crm: "clientbook", memo: "first in outages", prefix: "71", host: "celverton.example", path: "/t/celverton", network: "192.168.71.0/24",
		homes: []home{{"192.168.71.", ""}, {"113.108.20.77", ""}},
		staff: []person{
			{"7102", "Fei Larkspur", ""},
			{"7106", "Otto Brandvik", "control room"},
			{"7110", "Mei Torrance", ""},
			{"7113", "Gwen Saltley", ""},
			{"7121", "Ivo Hartnell", ""},
		},
		queues: []string{"outage", "meter-desk"}, campaign: "327",
	},
	{
		name: "Yarrowgate Homes", crm: "clientbook", prefix: "84", host: "yarrowgate.example", path: "/t/yarrowgate",
		homes:  []home{{"2001:db8:84::", "Leiden, NL"}, {"145.53.10.41", ""}},
		staff:  []person{{"8401", "Dirk Sommer", ""}, {"8405", "Anneke Vail", "viewings"}, {"8408", "Roos Tillery", ""}, {"8412", "Jory Penrose", ""}},
		queues: []string{"viewings"},
	},
}
