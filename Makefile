# What CI calls and what a developer types are the same targets. The work is in scripts/.
SHELL := /bin/sh

.PHONY: default build format test test-matrix test-elsewhere test-emulated fuzz demo bench publish images cluster-up cluster-down prerequisites clean

default: build

prerequisites:
	@scripts/install-prerequisites.sh

build:
	dotnet build JvmDebug.sln

format:
	dotnet format JvmDebug.sln

# Every test there is, the end-to-end ones on the test cluster included. FILTER='*Jfr*' narrows to projects.
test: prerequisites
	@scripts/test.sh $(FILTER)

# Every shape of pod with every JDK and debug image; writes docs/matrix.md. Takes about an hour.
test-matrix: prerequisites
	@scripts/test-matrix.sh

# The end-to-end tests on the cluster of KUBECONFIG=FILE.
test-elsewhere: prerequisites
	@scripts/test-elsewhere.sh '$(KUBECONFIG)'

# A JVM of arm64 under qemu-user; registers the emulator with the kernel while it runs.
test-emulated: prerequisites
	@scripts/test-emulated.sh

# 200,000 damaged recordings; make test reads some hundred of them.
fuzz:
	JVMDEBUG_FUZZ_ROUNDS=200000 dotnet run -c Release --project tests/JvmDebug.Jfr.Tests -- -class '*FuzzTests'

# KUBE_CONTEXT=name runs it in your own cluster instead of the test cluster.
demo: prerequisites
	@KUBE_CONTEXT='$(KUBE_CONTEXT)' scripts/demo.sh

bench: prerequisites
	@scripts/bench.sh

# One native binary: artifacts/bin/jvmdebug, linked as kubectl-jvmdebug.
publish: prerequisites
	@scripts/publish.sh

images: prerequisites
	@scripts/build-images.sh

cluster-up: prerequisites images
	@scripts/cluster.sh up

cluster-down:
	@scripts/cluster.sh down

clean:
	rm -rf artifacts/bin demo-output
	dotnet clean -v quiet JvmDebug.sln
