package main

import (
	"errors"
	"fmt"
	"io"
	"math"
	"sort"

	"github.com/prometheus/prometheus/model/histogram"
	"github.com/prometheus/prometheus/model/labels"
	"github.com/prometheus/prometheus/model/textparse"
	"github.com/prometheus/prometheus/model/value"
	"github.com/prometheus/prometheus/storage"
	"github.com/prometheus/prometheus/tsdb/chunkenc"
	"github.com/prometheus/prometheus/tsdb/chunks"
	"github.com/prometheus/prometheus/util/annotations"
)

// scrape is what a target shows from one time to another, asked every so many seconds.
type scrape struct {
	// Labels are those of the target, which service discovery gives it.
	Labels map[string]string `json:"labels"`
	Type   string            `json:"type"`
	Text   string            `json:"text"`
	From   int64             `json:"from"`
	To     int64             `json:"to"`
	Every  int64             `json:"every"`
}

type sample struct {
	t int64
	v float64
}

func (s sample) T() int64                      { return s.t }
func (s sample) ST() int64                     { return 0 }
func (s sample) F() float64                    { return s.v }
func (s sample) H() *histogram.Histogram       { return nil }
func (s sample) FH() *histogram.FloatHistogram { return nil }
func (s sample) Type() chunkenc.ValueType      { return chunkenc.ValFloat }
func (s sample) Copy() chunks.Sample           { return s }

type storedSeries struct {
	series []*memory
}

type memory struct {
	labels  labels.Labels
	samples []chunks.Sample
}

func scrapeAll(scrapes []scrape) (*storedSeries, error) {
	byLabels := map[string]*memory{}
	for _, s := range scrapes {
		if s.Every <= 0 {
			return nil, errors.New("a target that is never asked")
		}
		p, err := textparse.New([]byte(s.Text), s.Type, labels.NewSymbolTable(), textparse.ParserOptions{})
		if err != nil {
			return nil, err
		}
		for {
			entry, err := p.Next()
			if errors.Is(err, io.EOF) {
				break
			} else if err != nil {
				return nil, fmt.Errorf("%w in the text of %v", err, s.Labels)
			}
			if entry != textparse.EntrySeries {
				continue
			}
			var shown labels.Labels
			_, _, v := p.Series()
			p.Labels(&shown)
			b := labels.NewBuilder(shown)
			// A label that the target has as well is kept beside it: `honor_labels: false`.
			for name, of := range s.Labels {
				if had := shown.Get(name); had != "" {
					b.Set("exported_"+name, had)
				}
				b.Set(name, of)
			}
			all := b.Labels()
			m := byLabels[all.String()]
			if m == nil {
				m = &memory{labels: all}
				byLabels[all.String()] = m
			}
			for t := s.From; t <= s.To; t += s.Every {
				m.samples = append(m.samples, sample{t * 1000, v})
			}
		}
	}
	stored := &storedSeries{}
	for _, m := range byLabels {
		m.close(scrapes)
		stored.series = append(stored.series, m)
	}
	sort.Slice(stored.series, func(i, j int) bool { return labels.Compare(stored.series[i].labels, stored.series[j].labels) < 0 })
	return stored, nil
}

// close puts the marker behind a series that its target shows no more, or that has no target any more.
func (m *memory) close(scrapes []scrape) {
	sort.SliceStable(m.samples, func(i, j int) bool { return m.samples[i].T() < m.samples[j].T() })
	var every int64 = math.MaxInt64
	for _, s := range scrapes {
		every = min(every, s.Every*1000)
	}
	closed := make([]chunks.Sample, 0, len(m.samples)+1)
	for i, s := range m.samples {
		closed = append(closed, s)
		if i+1 == len(m.samples) || m.samples[i+1].T()-s.T() > every {
			closed = append(closed, sample{s.T() + every, math.Float64frombits(value.StaleNaN)})
		}
	}
	m.samples = closed
}

func (s *storedSeries) Querier(from, to int64) (storage.Querier, error) {
	return &storage.MockQuerier{SelectMockFunction: func(_ bool, _ *storage.SelectHints, matchers ...*labels.Matcher) storage.SeriesSet {
		var found []storage.Series
		for _, m := range s.series {
			if !matches(m.labels, matchers) {
				continue
			}
			var within []chunks.Sample
			for _, v := range m.samples {
				if from <= v.T() && v.T() <= to {
					within = append(within, v)
				}
			}
			if len(within) > 0 {
				found = append(found, storage.NewListSeries(m.labels, within))
			}
		}
		return &seriesSet{found: found}
	}}, nil
}

func matches(l labels.Labels, matchers []*labels.Matcher) bool {
	for _, m := range matchers {
		if !m.Matches(l.Get(m.Name)) {
			return false
		}
	}
	return true
}

type seriesSet struct {
	found []storage.Series
	next  int
}

func (s *seriesSet) Next() bool {
	s.next++
	return s.next <= len(s.found)
}
func (s *seriesSet) At() storage.Series                { return s.found[s.next-1] }
func (s *seriesSet) Err() error                        { return nil }
func (s *seriesSet) Warnings() annotations.Annotations { return nil }
