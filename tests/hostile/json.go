package hostile

import (
	"fmt"
	"strings"
)

func jsonFiles() []File {
	deep := strings.Repeat("{\"a\":", 200_000)
	return []File{
		text("empty object", "{}"), text("empty list", "[]"), text("list of nothing", "[{}]"), text("open object", "{\"a\":1"), text("open list", "[{\"a\":1},"), text("deep objects", deep),
		text("deep lists", strings.Repeat("[", 500_000)), text("deep list of objects", strings.Repeat("[{\"a\":", 100_000)), text("nested", "{\"a\":{\"b\":1}}\n"), text("list inside", "{\"a\":[1,2]}\n"),
		text("list of lists", "[[1,2],[3,4]]"), text("list of numbers", "[1,2,3]"), text("numbers", "1\n2\n3\n"), text("duplicate keys", "{\"a\":1,\"a\":2}\n"), text("empty key", "{\"\":1}\n"),
		text("blank key", "{\" \":1}\n"), text("keys that differ", "{\"a\":1}\n{\"b\":2}\n{\"c\":3}\n"), text("huge key", "{\""+strings.Repeat("k", 1<<20)+"\":1}\n"), text("huge value", "{\"a\":\""+strings.Repeat("v", 1<<20)+"\",\"kind\":1}\n"),
		text("huge number", "{\"a\":"+strings.Repeat("9", 1<<20)+",\"kind\":1}\n{\"a\":1,\"kind\":2}\n"), text("1e999", "{\"a\":1e999,\"kind\":1}\n{\"a\":1,\"kind\":2}\n"), text("bad escape", "{\"a\":\"\\x\"}\n"),
		text("lone surrogate escape", "{\"a\":\"\\ud800\",\"kind\":1}\n"), text("NUL escape", "{\"a\\u0000\":\"\\u0000\",\"kind\":1}\n"), text("trailing text", "{\"a\":1}\nhello"), text("trailing comma", "[{\"a\":1},]"),
		text("single quotes", "{'a':1}\n"), text("NaN value", "{\"a\":NaN}\n"), text("comments", "{\"a\":1 /* x */}\n"), text("scripts", "{\"<script>\":\"</script>\",\"kind\":1}\n{\"<script>\":\"x\",\"kind\":2}\n"),
		text("pretty lines", "{\n \"a\": 1,\n \"kind\": \"x\"\n}\n{\n \"a\": 2,\n \"kind\": \"y\"\n}\n"), text("many keys", manyKeys(5000)), text("ever more keys", everMoreKeys(800)), text("null rows", "[null,null]"),
		text("mixed list", "[{\"a\":1},2]"), text("booleans", "{\"a\":true,\"kind\":false}\n{\"a\":false,\"kind\":true}\n"), text("mark and JSON", "\xef\xbb\xbf{\"a\":1,\"kind\":2}\n"), text("objects without line ends", "{\"a\":1,\"k\":1}{\"a\":2,\"k\":2}"),
		text("Latin-1 JSON", "{\"a\":\"\xe9\",\"k\":1}\n"), {"wide JSON", UTF16("{\"a\":\"€\",\"k\":1}\n{\"a\":\"2\",\"k\":2}\n", false, true), nil}, text("two lists", "[{\"a\":1}][{\"a\":2}]"),
	}
}

func manyKeys(n int) string {
	var b strings.Builder
	b.WriteString("{")
	for i := range n {
		fmt.Fprintf(&b, "\"k%d\":1,", i)
	}
	return b.String() + "\"z\":1}\n"
}

func everMoreKeys(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "{\"k%d\":1}\n", i)
	}
	return b.String()
}
