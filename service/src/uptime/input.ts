import { formatInstant, type Interval, type Observed, type UptimeInput } from '@tractops/sla'

/** SLA §1: what the engine was given, in the form that the command `sla uptime` reads, so that anybody can compute it again. */
export function inputOf(period: Interval, observed: Observed) {
  const { down, unmeasured = [], maintenance = [], vendorOutages = [], forceMajeure = [] } = observed
  return {
    period: between(period),
    down: down.map((d) => ({ ...between(d), ...(d.cause === undefined ? {} : { cause: d.cause }) })),
    unmeasured: unmeasured.map((g) => ({
      ...between(g),
      ...(g.settled === undefined ? {} : { settled: g.settled }),
    })),
    maintenance: maintenance.map((m) => ({
      ...between(m),
      publishedAt: m.publishedAt && formatInstant(m.publishedAt),
      emailedAt: m.emailedAt && formatInstant(m.emailedAt),
    })),
    vendorOutages: vendorOutages.map((v) => ({
      ...between(v),
      vendor: v.vendor,
      ...(v.component === undefined ? {} : { component: v.component }),
      status: v.status,
    })),
    forceMajeure: forceMajeure.map((f) => ({
      ...between(f),
      declaredBy: f.declaredBy,
      publishedAt: formatInstant(f.publishedAt),
    })),
  } satisfies UptimeInput
}

function between({ start, end }: Interval): { start: string; end: string } {
  return { start: formatInstant(start), end: formatInstant(end) }
}
