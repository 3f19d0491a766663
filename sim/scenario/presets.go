package scenario

import (
	"embed"
	"io/fs"
	"slices"
	"strings"

	"untangle/sim/say"
)

// DefaultPreset is the preset the page opens on.
const DefaultPreset = "sd2"

//go:embed presets/*.json
var presetFS embed.FS

// Presets returns the ids of the embedded presets, sorted.
func Presets() []string {
	names, err := fs.Glob(presetFS, "presets/*.json")
	if err != nil {
		panic("scenario: bad preset pattern")
	}
	ids := make([]string, len(names))
	for i, name := range names {
		ids[i] = strings.TrimSuffix(strings.TrimPrefix(name, "presets/"), ".json")
	}
	slices.Sort(ids) // with their extension, files sort otherwise: '-' comes before '.'
	return ids
}

// PresetJSON returns the bytes of an embedded preset, exactly as the file has
// them: the edge worker serves these and the page embeds the same file, so
// their hashes agree. An unknown id gives an [*Error].
func PresetJSON(id string) ([]byte, error) {
	if validID(id) {
		if b, err := presetFS.ReadFile("presets/" + id + ".json"); err == nil {
			return b, nil
		}
	}
	return nil, &Error{"preset", say.T("%q is not a preset", id), say.T("use one of %v", strings.Join(Presets(), ", "))}
}

// Preset returns an embedded preset.
func Preset(id string) (Scenario, error) {
	b, err := PresetJSON(id)
	if err != nil {
		return Scenario{}, err
	}
	return Decode(b)
}
