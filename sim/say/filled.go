package say

// Filled is a form with its arguments, on its way to the page.
type Filled struct {
	// Form is the English sentence with fmt's verbs for arguments.
	Form string `json:"form"`
	// Args are the arguments: as written in English, or forms with arguments in turn.
	Args []any `json:"args" tstype:"(string | Filled)[]"`
}
