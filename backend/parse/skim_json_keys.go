package parse

import "strings"

// jsonKey is a name that means something to a record, or that the names of nested
// members which do begin with.
type jsonKey struct {
	name string
	meaning
	nests   bool
	seconds bool // its nanoseconds stand beside it
}

// jsonKeys are the keys by keyHash, so that most names of a record are found to
// mean nothing without being looked at.
var jsonKeys = hashKeys()

func hashKeys() (table [256][]*jsonKey) {
	keys := map[string]*jsonKey{}
	key := func(name string) *jsonKey {
		if keys[name] == nil {
			keys[name] = &jsonKey{name: name}
		}
		return keys[name]
	}
	for name, m := range meanings {
		k := key(name)
		k.meaning, k.seconds = m, strings.HasSuffix(name, "epochSecond")
		for i := range name {
			if name[i] == '.' && i > 0 {
				key(name[:i]).nests = true
			}
		}
	}
	for name, k := range keys {
		h := keyHash(name)
		table[h] = append(table[h], k)
	}
	return table
}

func keyHash[T string | []byte](name T) uint8 {
	n := len(name)
	return uint8(n)*37 ^ name[0]*5 ^ name[n-1]*11 ^ name[n/2]
}

func jsonKeyOf[T string | []byte](name T) *jsonKey {
	if len(name) == 0 {
		return nil
	}
	for _, k := range jsonKeys[keyHash(name)] {
		if string(name) == k.name {
			return k
		}
	}
	return nil
}
