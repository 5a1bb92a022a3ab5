# The command factorialhr alone: docker build -t factorialhr . && docker run --rm -p 127.0.0.1:8080-8081:8080-8081 factorialhr
ARG GO=1.26.8

FROM golang:${GO} AS build
WORKDIR /src
COPY . .
ENV CGO_ENABLED=0 GOFLAGS=-mod=readonly GOTOOLCHAIN=local
RUN go build -trimpath -buildvcs=false -ldflags="-s -w -buildid=" -o /image/factorialhr ./cmd/factorialhr
RUN mkdir -m 0700 /image/data

FROM scratch
COPY --from=build --chown=65532:65532 /image /
USER 65532:65532
WORKDIR /data
EXPOSE 8080 8081
HEALTHCHECK --interval=5s --timeout=4s --start-period=1s \
  CMD ["/factorialhr", "mock", "-healthcheck", "http://127.0.0.1:8080/healthz"]
ENTRYPOINT ["/factorialhr"]
CMD ["mock", "-host", "0.0.0.0"]
