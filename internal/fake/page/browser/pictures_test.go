package browser_test

import (
	"bytes"
	"cmp"
	"flag"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
)

var pictures = flag.String("pictures", "", "write pictures of the page to this `directory`")

// maxPicture is the size of a picture in bytes: the documentation has several of them.
const maxPicture = 250_000

// TestPictures takes the pictures of the documentation. They show the font Inter where it is
// installed.
func TestPictures(t *testing.T) {
	if *pictures == "" {
		t.Skip("runs with -pictures")
	}
	f := startForPictures(t)
	b := openTab(t, f.url, wide, "/")
	f.story(b)
	for _, p := range []struct {
		name, address string
		size          size
	}{
		{"fake-requests-light", "#/requests", size{1440, 900, "light"}},
		{"fake-requests-dark", "#/requests", size{1440, 900, "dark"}},
		{"fake-records-light", "#/records/timeoff/leaves", size{1440, 900, "light"}},
		{"fake-records-dark", "#/records/timeoff/leaves", size{1440, 900, "dark"}},
		{"fake-narrow-light", "#/requests", size{375, 812, "light"}},
		{"fake-narrow-dark", "#/requests", size{375, 812, "dark"}},
	} {
		b.resize(p.size)
		b.visit(p.address)
		evaluate[any](b, `{
			document.getElementById("connect").open = innerWidth > 720;
			if (innerWidth <= 720) document.querySelector("#log [aria-expanded=true]")?.click();
			document.activeElement?.blur();
			scrollTo(0, 0);
		}`)
		b.losesSight("body", "Injected", "Emitted")
		b.do(chromedp.MouseEvent(input.DispatchMouseEventTypeMouseMoved, 1, 1))
		picture, err := chromedp.Run(b.ctx, chromedp.CaptureScreenshot())
		if err != nil {
			t.Fatal(err)
		}
		write(t, filepath.Join(*pictures, p.name+".png"), picture)
	}
}

// story does what a day with the fake looks like: a client with mistakes, a fault, an open request.
func (f *fake) story(b *tab) {
	later := func() { f.send("POST", "/_fake/clock", `{"advance":"1700ms"}`, 200) }
	for _, r := range []struct {
		method, path, body string
		status             int
	}{
		{"GET", api("employees/employees?limit=100"), "", 200},
		{"GET", api("timeoff/leaves?employee_ids[]=3&from=2026-11-01&to=2026-11-30"), "", 200},
		{"GET", api("employees/employeees"), "", 404},
		{"POST", api("timeoff/leaves"), `{"employee_id":"999","leave_type_id":"1","start_on":"2026-12-21","finish_on":"2026-12-23"}`, 422},
		{"GET", api("attendance/shifts?employee_id=3"), "", 200},
		{"POST", api("timeoff/leaves"), `{"employee_id":"3","leave_type_id":"1","start_on":"2026-12-21","finish_on":"2026-12-23"}`, 201},
	} {
		f.send(r.method, r.path, r.body, r.status)
		later()
	}
	b.write("#fault-operation", "*.Create")
	b.write("#fault-times", "3")
	b.press(`[data-kind="reset-after"]`)
	b.sees("#active-faults", "reset-after")
	b.write("#fault-operation", "")
	b.write("#fault-times", "")
	b.write("#fault-share", "5")
	b.press(`[data-kind="server-error"]`)
	b.sees("#active-faults", "server-error")
	later()
	f.send("POST", api("timeoff/leaves"), `{"employee_id":"5","leave_type_id":"2","start_on":"2026-12-30","finish_on":"2026-12-31"}`, 0)
	later()
	f.send("GET", api("timeoff/leaves/3"), "", 200)
	b.sees("#active-faults", "1 of 3 struck")
	b.sees("#log", "timeoff.Leaves.Get")
	b.press(`#log li:nth-child(3) .line`)
	b.sees("#log .details", "leave_type_id")
}

// write writes a picture with at most 256 colours, which a page needs no more of.
func write(t *testing.T, file string, picture []byte) {
	t.Helper()
	full, err := png.Decode(bytes.NewReader(picture))
	if err != nil {
		t.Fatal(err)
	}
	few := image.NewPaletted(full.Bounds(), palette(full))
	draw.Draw(few, full.Bounds(), full, image.Point{}, draw.Src)
	var out bytes.Buffer
	if err := (&png.Encoder{CompressionLevel: png.BestCompression}).Encode(&out, few); err != nil {
		t.Fatal(err)
	}
	if out.Len() > maxPicture {
		t.Errorf("%s has %d bytes", file, out.Len())
	}
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, out.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
	t.Logf("%s: %d bytes", file, out.Len())
}

// palette returns the most frequent colours, without those that hardly differ from another one: the
// colour of a small sign is rare. A colour that is not in the palette becomes the nearest one.
func palette(full image.Image) color.Palette {
	count := map[color.RGBA]int{}
	for y := full.Bounds().Min.Y; y < full.Bounds().Max.Y; y++ {
		for x := full.Bounds().Min.X; x < full.Bounds().Max.X; x++ {
			count[color.RGBAModel.Convert(full.At(x, y)).(color.RGBA)]++
		}
	}
	colours := slices.SortedFunc(maps.Keys(count), func(a, b color.RGBA) int {
		return cmp.Or(cmp.Compare(count[b], count[a]), cmp.Compare(a.R, b.R), cmp.Compare(a.G, b.G), cmp.Compare(a.B, b.B))
	})
	const surfaces = 24 // those with an area, which may differ little
	var p color.Palette
	for _, c := range colours {
		if len(p) == 256 {
			break
		}
		if len(p) < surfaces || distance(c, p[p.Index(c)].(color.RGBA)) > 10*10 {
			p = append(p, c)
		}
	}
	return p
}

// distance returns the square of the distance between two colours.
func distance(a, b color.RGBA) int {
	sum := 0
	for _, d := range []int{int(a.R) - int(b.R), int(a.G) - int(b.G), int(a.B) - int(b.B)} {
		sum += d * d
	}
	return sum
}
