package views

// kinArt is the drawing of a relation; those without one of their own share one.
func kinArt(relation string) string {
	if name, ok := kinNames[relation]; ok {
		return name
	}
	return "kin"
}

var kinNames = map[string]string{
	"爸爸": "kin-father",
	"妈妈": "kin-mother",
	"爷爷": "kin-grandpa",
	"奶奶": "kin-grandma",
	"外公": "kin-waigong",
	"外婆": "kin-waipo",
}
