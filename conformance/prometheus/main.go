// prometheus scrapes texts at given times and evaluates queries on what it has scraped: Prometheus' own parser of the
// text format, its PromQL parser and its engine, without a server.
//
// It reads JSON requests on standard input and answers each with one line of JSON. Nothing is left from one request to
// the next.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/prometheus/prometheus/promql"
	"github.com/prometheus/prometheus/promql/parser"
)

type request struct {
	Scrapes []scrape `json:"scrapes"`
	Queries []string `json:"queries"`
	// At is when the queries are asked, in seconds.
	At int64 `json:"at"`
}

type line struct {
	Labels map[string]string `json:"labels"`
	Value  float64           `json:"value"`
}

type result struct {
	Error string `json:"error,omitempty"`
	Lines []line `json:"lines"`
}

type response struct {
	Error string `json:"error,omitempty"`
	// Series is how many of them there are.
	Series  int      `json:"series"`
	Results []result `json:"results"`
}

func main() {
	// As Prometheus starts with: https://github.com/prometheus/prometheus/blob/main/cmd/prometheus/main.go
	queries := parser.NewParser(parser.Options{})
	engine := promql.NewEngine(promql.EngineOpts{
		MaxSamples: 50_000_000, Timeout: 2 * time.Minute, LookbackDelta: 5 * time.Minute, EnableAtModifier: true, EnableNegativeOffset: true, Parser: queries,
	})
	in, out := json.NewDecoder(os.Stdin), json.NewEncoder(os.Stdout)
	for {
		var q request
		if err := in.Decode(&q); errors.Is(err, io.EOF) {
			return
		} else if err != nil {
			fmt.Fprintln(os.Stderr, "prometheus:", err)
			os.Exit(2)
		}
		if err := out.Encode(answer(engine, q)); err != nil {
			fmt.Fprintln(os.Stderr, "prometheus:", err)
			os.Exit(2)
		}
	}
}

func answer(engine *promql.Engine, q request) response {
	stored, err := scrapeAll(q.Scrapes)
	if err != nil {
		return response{Error: err.Error()}
	}
	r := response{Series: len(stored.series), Results: make([]result, 0, len(q.Queries))}
	for _, text := range q.Queries {
		r.Results = append(r.Results, ask(engine, stored, text, time.Unix(q.At, 0)))
	}
	return r
}

func ask(engine *promql.Engine, stored *storedSeries, text string, at time.Time) result {
	query, err := engine.NewInstantQuery(context.Background(), stored, nil, text, at)
	if err != nil {
		return result{Error: err.Error()}
	}
	defer query.Close()
	got := query.Exec(context.Background())
	if got.Err != nil {
		return result{Error: got.Err.Error()}
	}
	vector, err := got.Vector()
	if err != nil {
		return result{Error: err.Error()}
	}
	lines := make([]line, 0, len(vector))
	for _, s := range vector {
		lines = append(lines, line{s.Metric.Map(), s.F})
	}
	return result{Lines: lines}
}
