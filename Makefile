# The commands of this module. Start with demo and test; CI runs check.

GO ?= go
NESTED := $(patsubst %/go.mod,%,$(shell find . -mindepth 2 -name go.mod -not -path './.*'))

.PHONY: help
help: ## list the commands
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 18

.PHONY: demo
demo: ## call the fake API with typed Go; LIVE=1 reads, and only reads, from the real API
	$(GO) run ./examples/demo $(if $(LIVE),-live)

.PHONY: test
test: ## run all tests; needs only Go, no network
	$(GO) test ./...
	@for m in $(NESTED); do echo "$(GO) test ./... in $$m" && (cd $$m && $(GO) test ./...) || exit 1; done
	@command -v redis-server >/dev/null || echo "NOT TESTED: auth/redisstore without a redis-server on PATH"
	@command -v gnome-keyring-daemon >/dev/null || echo "NOT TESTED: auth/keyringstore with a real keyring, without gnome-keyring"
	@.ci/chromium || echo "NOT TESTED: the page of the fake API without a Chromium on PATH"

.PHONY: race
race: ## run all tests with the race detector
	$(GO) test -race $$($(GO) list ./... | grep -vE '/gen/|/internal/codegen')
	$(GO) test -race -short ./internal/codegen/...
	@for m in $(NESTED); do (cd $$m && $(GO) test -race ./...) || exit 1; done

.PHONY: vet
vet: ## run go vet and staticcheck, also for Windows and macOS
	$(GO) vet ./...
	$(GO) tool staticcheck ./...
	@for os in windows darwin; do echo "GOOS=$$os go vet" && GOOS=$$os $(GO) vet ./auth/... . ./paginate || exit 1; done
	@for m in $(NESTED); do (cd $$m && $(GO) vet ./...) || exit 1; done

.PHONY: generate
generate: ## regenerate everything from the OpenAPI spec, offline
	$(GO) generate ./...

.PHONY: drift
drift: generate ## fail if generated files differ from the committed ones
	@changed=$$(git status --porcelain -- README.md api gen docs internal webhook apiversion.go); \
	  if [ -n "$$changed" ]; then echo "$$changed"; git --no-pager diff --stat; echo "generated files differ: run make generate and commit"; exit 1; fi

.PHONY: docs-coverage
docs-coverage: ## print by domain how much of the API has a meaning in the documentation
	@$(GO) run ./internal/codegen >/dev/null
	@sed -n '/^## Meaning/,$$p' docs/coverage.md

.PHONY: docs-vendor
docs-vendor: ## fail if a text shares eight words in a row with Factorial's package; needs Python and PyPI
	.ci/docs-vendor

REPORT ?= upgrade.md
.PHONY: spec
spec: ## adopt another spec: VERSION=2027-01-01 from Factorial, or SPEC=file.json; writes REPORT=upgrade.md
	@test -n "$(SPEC)$(VERSION)" || { echo "make spec needs VERSION=2027-01-01 or SPEC=file.json"; exit 1; }
	before=$$(sed -n 's/^const DefaultAPIVersion = "\(.*\)"/\1/p' apiversion.go) && \
	  $(GO) run ./internal/codegen $(if $(BETA),-beta) $(if $(SPEC),-spec "$(SPEC)",-fetch "$(VERSION)") && \
	  $(GO) generate ./internal/domains/... ./webhook/... && \
	  $(GO) run ./internal/upgrade/report -since HEAD "$$before" "$(or $(SPEC),$(VERSION))" >"$(REPORT)" && cat "$(REPORT)"

.PHONY: upgrade
upgrade: ## say what an upgrade means for a caller: FROM=2026-07-01 TO=2026-10-01; GOAPI=0 is faster
	@test -n "$(FROM)" -a -n "$(TO)" || { echo "make upgrade needs FROM=2026-07-01 TO=2026-10-01"; exit 1; }
	@$(GO) run ./internal/upgrade/report $(if $(filter 0,$(GOAPI)),,-goapi) "$(FROM)" "$(TO)"

.PHONY: spec-lint
spec-lint: ## check api/openapi.yaml with redocly and spectral; needs npm
	@.ci/spec-lint

CONTAINER ?= docker
.PHONY: image
image: ## build the container image of the command; CONTAINER=podman or another builder
	$(CONTAINER) build -t factorialhr .

.PHONY: cost
cost: ## measure the cost of an import: compile time and memory, program size
	$(GO) run ./internal/cost $(if $(LIMITS),-limits)

FUZZTIME ?= 30s
.PHONY: fuzz
fuzz: ## run each fuzz target for FUZZTIME, a duration or a count like 3000x
	@set -e; for p in $$($(GO) list ./... | grep -v /gen/); do \
	  for f in $$($(GO) test -list '^Fuzz' $$p | grep '^Fuzz'); do \
	    out=$$($(GO) test -run '^$$' -fuzz "^$$f$$" -fuzztime $(FUZZTIME) $$p) || { echo "$$out"; exit 1; }; \
	    echo "$$f $$(echo "$$out" | tail -n 1)"; done; done

.PHONY: interop
interop: ## run clients in other languages, schemathesis, prism, newman and a browser against the fake API; needs Python and npm
	factorialtest/interop/run.sh $(INTEROP_SECONDS)

.PHONY: page
page: ## test the page of the fake API in a real Chromium
	$(GO) test -count=1 ./internal/fake/page
	cd internal/fake/page/browser && $(GO) test -count=1

.PHONY: page-pictures
page-pictures: ## take the pictures of the page, docs/images/fake-*.png; needs a Chromium
	cd internal/fake/page/browser && $(GO) test -count=1 -run '^TestPictures$$' -pictures "$(CURDIR)/docs/images"

.PHONY: bench
bench: ## compare this client with others in one run; writes docs/performance.md
	cd bench && $(GO) run . -o ../docs/performance.md

.PHONY: load
load: ## measure speed and memory of the fake API; AGAINST=file compares with another build
	cd bench && $(GO) run ./load $(if $(AGAINST),-against "$(abspath $(AGAINST))")

.PHONY: soak
soak: ## run the long tests of processes, kills and chaos
	FACTORIALHR_SOAK=1 $(GO) test -race -count=1 -timeout 60m ./auth ./internal/chaos
	cd auth/redisstore && FACTORIALHR_SOAK=1 $(GO) test -race -count=1 -timeout 60m ./...

.PHONY: workflows
workflows: ## check .github/workflows with actionlint
	@.ci/workflows

.PHONY: nightly-soak nightly-fuzz nightly-interop nightly-versions
nightly-soak: soak ## run the soak tests of the nightly workflow
nightly-fuzz: ## run the fuzz targets of the nightly workflow, two minutes each
	$(MAKE) fuzz FUZZTIME=2m
nightly-interop: ## run the foreign clients of the nightly workflow, the long form
	$(MAKE) interop INTEROP_SECONDS=900
nightly-versions: ## adopt other versions in copies of the module, and test each copy
	FACTORIALHR_NIGHTLY=1 $(GO) test -count=1 -timeout 90m -run '^TestOtherVersions' -v ./internal/codegen

.PHONY: vuln
vuln: ## find known vulnerabilities, if the database can be reached
	@.ci/vuln

.PHONY: check
check: ## run everything that CI runs
	.ci/run
