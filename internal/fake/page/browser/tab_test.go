package browser_test

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"time"

	"github.com/chromedp/chromedp"
)

// patience is how long a test waits for the page.
const patience = 10 * time.Second

// do runs actions, or ends the test.
func (b *tab) do(actions ...chromedp.Action[chromedp.Void]) {
	b.t.Helper()
	if err := chromedp.Do(b.ctx, actions...); err != nil {
		b.t.Fatal(err)
	}
}

// evaluate returns the value of an expression in the page.
func evaluate[T any](b *tab, expression string) T {
	b.t.Helper()
	v, err := chromedp.Run(b.ctx, chromedp.Evaluate[T](expression))
	if err != nil {
		b.t.Fatalf("%s: %v", expression, err)
	}
	return v
}

// quote writes a text as a string of JavaScript.
func quote(text string) string {
	b, _ := json.Marshal(text) // a string always encodes
	return string(b)
}

// text returns the visible text of the elements that match a selector.
func (b *tab) text(selector string) string {
	b.t.Helper()
	return evaluate[string](b, `[...document.querySelectorAll(`+quote(selector)+`)].filter((e) => e.checkVisibility()).map((e) => e.innerText).join("\n")`)
}

// until waits for a condition, or ends the test with what the page shows instead.
func (b *tab) until(what, selector string, ok func(text string) bool) {
	b.t.Helper()
	var text string
	for end := time.Now().Add(patience); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		if text = b.text(selector); ok(text) {
			return
		}
	}
	b.t.Fatalf("%s %s; the page shows %q", selector, what, text)
}

// sees waits until the elements of a selector show every one of the texts.
func (b *tab) sees(selector string, texts ...string) {
	b.t.Helper()
	for _, want := range texts {
		b.until("never shows "+want, selector, func(text string) bool { return strings.Contains(text, want) })
	}
}

// losesSight waits until the elements of a selector show none of the texts.
func (b *tab) losesSight(selector string, texts ...string) {
	b.t.Helper()
	for _, other := range texts {
		b.until("still shows "+other, selector, func(text string) bool { return !strings.Contains(text, other) })
	}
}

// press clicks the first visible element of a selector.
func (b *tab) press(selector string) {
	b.t.Helper()
	b.click(selector, `document.querySelectorAll(`+quote(selector)+`)`)
}

// pressText clicks a button, a link or a summary by the beginning of its text.
func (b *tab) pressText(within, text string) {
	b.t.Helper()
	b.click(within+" "+text, `[...document.querySelectorAll(`+quote(within)+`)]
		.flatMap((e) => [...e.querySelectorAll("button, a, summary, label")])
		.filter((e) => e.innerText.trim().startsWith(`+quote(text)+`))`)
}

// click moves the mouse to the first visible element of a list and clicks.
func (b *tab) click(what, elements string) {
	b.t.Helper()
	find := `(() => {
		const element = [...` + elements + `].find((e) => e.checkVisibility() && !e.disabled);
		if (!element) return null;
		element.scrollIntoView({ block: "center", behavior: "instant" });
		const box = element.getBoundingClientRect();
		const at = [box.x + Math.min(box.width / 2, 60), box.y + box.height / 2];
		const hit = document.elementFromPoint(...at);
		return hit && (element.contains(hit) || hit.contains(element)) ? at : null;
	})()`
	var last []float64 // a user presses what rests
	for end := time.Now().Add(patience); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		at := evaluate[[]float64](b, find)
		if len(at) == 2 && slices.Equal(at, last) {
			b.do(chromedp.MouseClickXY(at[0], at[1]))
			return
		}
		last = at
	}
	b.t.Fatalf("there is nothing to press for %s; the page shows %q", what, b.text("body"))
}

// write replaces the text of a field.
func (b *tab) write(selector, text string) {
	b.t.Helper()
	b.within(chromedp.WaitVisible(chromedp.CSS(selector)), "wait for "+selector)
	evaluate[chromedp.Void](b, `document.querySelector(`+quote(selector)+`).select()`)
	if text == "" {
		text = "\b"
	}
	b.within(chromedp.SendKeys(chromedp.CSS(selector), text), "write into "+selector)
}

// within runs an action that waits for an element.
func (b *tab) within(action chromedp.Action[chromedp.Void], what string) {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, patience)
	defer cancel()
	if err := chromedp.Do(ctx, action); err != nil {
		b.t.Fatalf("%s: %v", what, err)
	}
}

// upload chooses a file in a field.
func (b *tab) upload(selector, file string) {
	b.t.Helper()
	b.within(chromedp.SetUploadFiles(chromedp.CSS(selector), []string{file}), "choose a file in "+selector)
}
