import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { DiskSpace } from './journal/disk_space.ts';
import type { Core } from './run/core.ts';
import type { StreamHub } from './stream/hub.ts';

/** What a monitoring system is told of a node, in Prometheus' text form. Each node has a registry of its own. */
export class Metrics {
  readonly #registry = new Registry();

  constructor(core: Core, hub: StreamHub, space: DiskSpace) {
    const registers = [this.#registry];
    collectDefaultMetrics({ register: this.#registry });
    const ticks = new Counter({ name: 'skyaccord_ticks_total', help: 'Ticks that became durable.', registers });
    const outcomes = new Counter({
      name: 'skyaccord_outcomes_total',
      help: 'Outcomes that became durable, by kind.',
      labelNames: ['kind'] as const,
      registers,
    });
    const lag = new Histogram({
      name: 'skyaccord_durability_lag_seconds',
      help: 'From handing a tick to the watch and the journal until both were done with it.',
      buckets: [0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
      registers,
    });
    const watch = new Histogram({
      name: 'skyaccord_watch_seconds',
      help: 'Time the watch took for what was handed to it at once.',
      buckets: [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 1],
      registers,
    });
    core.listen({
      tick: (result, said, lag_ms) => {
        ticks.inc(result.outputs.length);
        for (const outcome of said) outcomes.inc({ kind: outcome.kind });
        lag.observe(lag_ms / 1000);
        watch.observe(result.took_ms / 1000);
      },
      reset: () => {},
      status: () => {},
    });
    this.#gauges(core, hub, space);
  }

  get contentType(): string {
    return this.#registry.contentType;
  }

  text(): Promise<string> {
    return this.#registry.metrics();
  }

  #gauges(core: Core, hub: StreamHub, space: DiskSpace): void {
    const gauge = (name: string, help: string, value: () => number): void => {
      new Gauge({
        name: `skyaccord_${name}`,
        help,
        registers: [this.#registry],
        collect() {
          this.set(value());
        },
      });
    };
    gauge('tracks', 'Tracks in the picture.', () => core.options.picture.counts.tracks);
    gauge('alerts', 'Alerts that stand.', () => core.options.picture.counts.alerts);
    gauge('open_cases', 'Cases that are open.', () => core.options.picture.openCases);
    gauge('in_flight', 'Entries on their way to the journal.', () => core.pipeline.inFlight);
    gauge('stream_clients', 'Readers of the stream.', () => hub.size);
    gauge('journal_sequence', 'Last record of the journal.', () => core.pipeline.head.sequence);
    gauge('journal_durable', '1 while the journal can be written, else 0.', () =>
      core.status().journal.durable ? 1 : 0,
    );
    gauge('disk_free_bytes', 'Free on the disk of the data folder; NaN when not known.', () => space.free_bytes ?? NaN);
    this.#feedGauges(core);
  }

  #feedGauges(core: Core): void {
    const registers = [this.#registry];
    const labelNames = ['feed'] as const;
    const age = new Gauge({
      name: 'skyaccord_feed_age_seconds',
      help: 'Since the last message of a feed.',
      labelNames,
      registers,
      collect() {
        age.reset();
        for (const feed of core.feeds) {
          if (feed.last_message_ms !== null) {
            age.set({ feed: feed.name }, Math.max(0, core.time_ms - feed.last_message_ms) / 1000);
          }
        }
      },
    });
    const counted = (
      name: string,
      help: string,
      of: 'observations' | 'refused' | 'complaints' | 'shed' | 'rate_per_s' | 'aircraft',
    ): void => {
      const gauge = new Gauge({
        name: `skyaccord_feed_${name}`,
        help,
        labelNames,
        registers,
        collect() {
          gauge.reset();
          for (const feed of core.feeds) gauge.set({ feed: feed.name }, feed[of]);
        },
      });
    };
    const problems = new Gauge({
      name: 'skyaccord_feed_problem',
      help: '1 while something is wrong with a feed, by kind.',
      labelNames: ['feed', 'problem'] as const,
      registers,
      collect() {
        problems.reset();
        for (const feed of core.feeds) {
          for (const { problem } of feed.problems) problems.set({ feed: feed.name, problem }, 1);
        }
      },
    });
    counted('observations', 'Observations of a feed since the start.', 'observations');
    counted('refused', 'Observations refused because the journal could not be written.', 'refused');
    counted('shed', 'Observations left out because the feed brought more than it may.', 'shed');
    counted('rate', 'Observations of a feed a second, over the last 10 s.', 'rate_per_s');
    counted('aircraft', 'Aircraft that a feed heard within the last minute.', 'aircraft');
    counted('complaints', 'Inputs of a feed that could not be used.', 'complaints');
  }
}
