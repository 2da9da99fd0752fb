package fault

import (
	"encoding/json"
	"testing"
)

// What stands in a status file is read back as it was said; a longer list of
// arguments than a sentence has places for is cut.
func TestSaidInAFile(t *testing.T) {
	for _, want := range []Said{{}, Say("damaged"), Say("{0} over {1}", 5, 30)} {
		data, err := json.Marshal(want)
		if err != nil {
			t.Fatal(err)
		}
		var got Said
		if err := json.Unmarshal(data, &got); err != nil || got != want {
			t.Errorf("%s is read as %#v, %v", data, got, err)
		}
	}
	var got Said
	if err := json.Unmarshal([]byte(`{"code":"{0} {3}","args":["a","b","c","d","e"]}`), &got); err != nil || got.String() != "a d" || len(got.Args()) != maxSaid {
		t.Errorf("%q %v", got, err)
	}
}
