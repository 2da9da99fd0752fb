package sample

// page is one row of what people look at.
type page struct {
	weight       int
	method, name string
	path         phrase
	slowest      int // milliseconds
}

func tenantPages() []page {
	return []page{
		{30, "GET", "Agent desktop", compile("/agent/desktop"), 240},
		{30, "GET", "Live calls", compile("/api/calls/live"), 60},
		{14, "GET", "Contact", compile("/crm/contact/{10000..99999}"), 420},
		{8, "GET", "Contacts", compile("/crm/contacts"), 900},
		{8, "GET", "Queue", compile("/queue/{night-desk|dispatch|bookings|orders|support}"), 160},
		{8, "GET", "Chat", compile("/inbox/chat"), 200},
		{5, "POST", "Send message", compile("/inbox/messages"), 300},
		{4, "POST", "Save form", compile("/forms/{11..64}/submit"), 600},
		{4, "GET", "Reports", compile("/reports"), 300},
		{3, "GET", "Daily report", compile("/reports/daily"), 5200},
		{3, "GET", "Recordings", compile("/recordings/today"), 800},
		{2, "GET", "Dialler", compile("/dialer/{304|318|322}"), 260},
	}
}

func adminPages() []page {
	return []page{
		{20, "GET", "Campaign", compile("/admin/campaign/{304|318|322}"), 400},
		{14, "GET", "Trunks", compile("/admin/trunks"), 200},
		{14, "GET", "Tenants", compile("/admin/tenants"), 300},
		{10, "GET", "Agents", compile("/admin/agents?tenant={10|22|30|41|52}"), 500},
		{8, "GET", "Health", compile("/admin/health"), 120},
		{6, "GET", "Roles", compile("/admin/roles"), 160},
	}
}

var pagesOf = map[bool][]page{true: adminPages(), false: tenantPages()}

func (w *world) pickPage(pages []page) *page {
	sum := 0
	for i := range pages {
		sum += pages[i].weight
	}
	n := w.rng.IntN(sum)
	for i := range pages {
		if n -= pages[i].weight; n < 0 {
			return &pages[i]
		}
	}
	return &pages[0]
}
