package browser_test

import (
	"context"
	"fmt"
	"testing"

	"github.com/chromedp/cdproto/accessibility"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

var addresses = []string{
	"#/requests", "#/records", "#/records/employees/employees", "#/records/employees/employees/1",
	"#/records/employees/employees/+", "#/webhooks", "#/controls",
}

// busy returns a fake whose page has something to show in each part.
func busy(t *testing.T) *fake {
	t.Helper()
	f := start(t)
	f.send("POST", api("teams/teams"), `{"name":"Night Watch"}`, 201)
	f.send("GET", api("employees/employees?x=1"), "", 200)
	f.send("GET", api("employees/employeees/of-a-rather-long-path-that-does-not-fit-into-one-line-of-a-telephone"), "", 404)
	f.send("POST", "/_fake/faults", `[{"kind":"truncate","operation":"*.Create","times":1},{"kind":"latency","delay":"2s","rate":0.5}]`, 201)
	return f
}

func TestEveryControlHasAName(t *testing.T) {
	f := busy(t)
	needName := map[string]bool{
		`"button"`: true, `"link"`: true, `"textbox"`: true, `"searchbox"`: true, `"combobox"`: true, `"checkbox"`: true,
		`"spinbutton"`: true, `"DisclosureTriangle"`: true, `"navigation"`: true, `"region"`: true, `"complementary"`: true,
	}
	b := openTab(t, f.url, wide, "/")
	b.sees("#active-faults", "truncate")
	for _, address := range addresses {
		t.Run(address, func(t *testing.T) {
			b.visit(address)
			seen := 0
			b.do(chromedp.Func(func(ctx context.Context, _ *chromedp.Target) error {
				tree, err := chromedp.Call(ctx, accessibility.GetFullAXTree, accessibility.GetFullAXTreeParams{})
				for _, n := range tree.Nodes {
					if n.Ignored || n.Role == nil || !needName[string(n.Role.Value)] {
						continue
					}
					seen++
					if n.Name == nil || len(n.Name.Value) <= len(`""`) {
						t.Errorf("a %s has no name", n.Role.Value)
					}
				}
				return err
			}))
			if seen < 30 {
				t.Errorf("found only %d controls", seen)
			}
		})
	}
}

// contrast lists the texts whose colour does not stand out from what is behind it: the contrast of
// WCAG 2 is below 4.5.
const contrast = `(() => {
	const context = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
	const rgba = (colour) => {
		context.clearRect(0, 0, 1, 1);
		context.fillStyle = colour;
		context.fillRect(0, 0, 1, 1);
		return context.getImageData(0, 0, 1, 1).data;
	};
	const light = (colour) => {
		const [r, g, b] = [...rgba(colour)].map((v) => v / 255).map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4));
		return 0.2126 * r + 0.7152 * g + 0.0722 * b;
	};
	const behind = (e) => {
		for (; e; e = e.parentElement) {
			const colour = getComputedStyle(e).backgroundColor;
			if (rgba(colour)[3] === 255) return colour;
		}
		return "white";
	};
	const low = new Set();
	const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
	let n = 0;
	while (texts.nextNode()) {
		const e = texts.currentNode.parentElement;
		if (!texts.currentNode.data.trim() || !e.checkVisibility() || e.closest("[aria-disabled], option, noscript")) continue;
		n++;
		const [a, b] = [light(getComputedStyle(e).color), light(behind(e))].sort((x, y) => y - x);
		const ratio = (a + 0.05) / (b + 0.05);
		if (ratio < 4.5) low.add(ratio.toFixed(2) + " " + (e.id || e.className || e.tagName) + ": " + texts.currentNode.data.slice(0, 40));
	}
	return n < 50 ? ["found only " + n + " texts"] : [...low];
})()`

func TestEveryTextStandsOut(t *testing.T) {
	f := busy(t)
	b := openTab(t, f.url, wide, "/")
	b.sees("#active-faults", "truncate")
	for _, scheme := range []string{"light", "dark"} {
		for _, address := range addresses {
			t.Run(scheme+" "+address, func(t *testing.T) {
				b.resize(size{1440, 900, scheme})
				b.visit(address)
				for _, low := range evaluate[[]string](b, contrast) {
					t.Error(low)
				}
			})
		}
	}
}

func TestThePageFitsItsScreen(t *testing.T) {
	f := busy(t)
	b := openTab(t, f.url, narrow, "/")
	b.sees("#active-faults, #summary", "resources")
	for _, width := range []int64{320, 375, 768, 1001, 1440, 2560} {
		for _, address := range addresses {
			t.Run(fmt.Sprintf("%d %s", width, address), func(t *testing.T) {
				b.resize(size{width, 812, "light"})
				b.visit(address)
				if w := evaluate[int64](b, `document.documentElement.scrollWidth`); w > width {
					t.Errorf("the page is %d wide", w)
				}
				if !evaluate[bool](b, `document.querySelector("main").checkVisibility()`) {
					t.Error("there is no content")
				}
			})
		}
	}
}

func TestAUserNeedsNoMouse(t *testing.T) {
	f := start(t)
	b := openTab(t, f.url, wide, "/")
	f.send("POST", api("teams/teams"), `{"name":"Night Watch"}`, 201)
	b.sees("#log", "teams.Teams.Create")
	focused := `(document.activeElement?.innerText || document.activeElement?.id || "").trim()`
	reach := func(name string) {
		t.Helper()
		for range 150 {
			b.do(chromedp.KeyEvent(kb.Tab))
			if evaluate[string](b, focused) == name {
				if !evaluate[bool](b, `getComputedStyle(document.activeElement).outlineStyle !== "none"`) {
					t.Errorf("the focus on %s does not show", name)
				}
				return
			}
		}
		t.Fatalf("Tab never reaches %s", name)
	}
	b.do(chromedp.KeyEvent(kb.Tab))
	if first := evaluate[string](b, focused); first != "Skip to the content" {
		t.Errorf("Tab reaches %q first", first)
	}
	reach("Pause")
	b.do(chromedp.KeyEvent(kb.Enter))
	b.sees("#log-pause", "Go on")
	b.do(chromedp.KeyEvent(" "))
	b.sees("#log-pause", "Pause")
	b.do(chromedp.KeyEvent(kb.Tab), chromedp.KeyEvent(kb.Tab), chromedp.KeyEvent(kb.Enter))
	b.sees("#log .details", "Night Watch")
	reach("server-error")
	b.sees("#fault-meaning", "The status with a page of HTML")
	b.do(chromedp.KeyEvent(kb.Enter))
	b.sees("#active-faults", "server-error")
	reach("Reset")
	b.do(chromedp.KeyEvent(kb.Enter))
	b.sees("#confirm", "Reset the server?")
	b.do(chromedp.KeyEvent(kb.Escape))
	b.losesSight("#confirm", "Reset the server?")
	b.sees("#active-faults", "server-error")
}
