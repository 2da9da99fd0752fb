// Package place says where an IP address is, without a network.
//
//	recorded text -> the admin's own names -> ranges with a fixed meaning
//	              -> dropped-in .mmdb files -> built-in country -> "unknown"
//
// The first that answers gives the place and its Origin; the network's name
// comes from an .mmdb whatever gave the place. A place is an estimate and is
// often wrong for mobile and VPN addresses: Precision says how narrow it claims
// to be, Edition how old the data is. "unknown" is an answer; a guess is none.
package place
