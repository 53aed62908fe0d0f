# Egret: `make help` lists what can be made. Everything that a target needs it installs or builds by itself, and says so.
SHELL := /bin/bash
.DEFAULT_GOAL := help
.PHONY: help demo demo-down install test build lint format generate golden unit conformance e2e e2e-full bench images docs clean tools operator

# Static: it runs in an image without libraries, and in the images of clusters.
OPERATOR := .build/release/egret-operator-static

# Where `make install` puts what people type.
PREFIX ?= /usr/local

help: ## list these targets
	@sed -n 's/^\([a-z0-9-]*\):.*## /\1	/p' $(MAKEFILE_LIST) | while IFS=$$'\t' read -r name text; do printf '  make %-12s %s\n' "$$name" "$$text"; done

demo: ## a highly available PostgreSQL cluster on this machine, from nothing
	@scripts/demo

demo-down: ## stop the demo; its data stays, `egret local reset` destroys it
	@scripts/demo-down

install: tools ## egret, and kubectl-pg for `kubectl pg`, into PREFIX/bin (/usr/local)
	@scripts/build-programs egret
	install -D --mode 0755 .build/release/egret "$(DESTDIR)$(PREFIX)/bin/egret"
	ln -sf egret "$(DESTDIR)$(PREFIX)/bin/kubectl-pg"

test: ## everything that is checked: lint, unit, conformance, images, end to end
	@scripts/test

build: tools ## compile everything for debugging: .build/debug/egret, kubectl-pg beside it
	swift build
	@ln -sf egret .build/debug/kubectl-pg

lint: tools ## format, shell scripts, links, paths of machines
	@scripts/lint

format: ## bring the sources into their format
	swift format --in-place --recursive --parallel Package.swift Sources Tests

generate: ## write what is made from declarations again: CRDs, manifests, reference pages, schemas
	@scripts/generate

golden: ## record the expected objects and files anew; the run fails, so that nobody records by accident
	EGRET_RECORD=1 swift test --filter 'Golden|Generated|Manifest'

unit: tools ## the tests of the Swift packages
	swift test

conformance: ## hold the local API server against recorded answers of Kubernetes
	@scripts/conformance

e2e: ## end to end on real containers: faults, scaling, re-creation
	@scripts/e2e/run

e2e-full: ## end to end, what takes minutes: an object store as repository, and its failures
	@scripts/e2e/run --full

bench: ## requests, memory, sizes and times of one cluster, each beside what it is held against
	@scripts/bench/run

images: tools operator ## build the container images and check what they promise
	@scripts/build-images --operator-binary $(OPERATOR) --load
	@scripts/check-images

docs: ## the reference pages from the declarations, and whether all links lead somewhere
	@scripts/generate
	@scripts/lint

clean: ## remove what was built; images, tools and clusters stay
	rm -rf .build out

tools:
	@scripts/install-tools > /dev/null

operator:
	@scripts/build-programs operator
