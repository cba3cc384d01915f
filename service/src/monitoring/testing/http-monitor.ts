import type { HttpMonitor } from '../config/kinds/http.ts'

type Overrides = Partial<Omit<HttpMonitor, 'kind' | 'http' | 'expect'>> & {
  http?: Partial<HttpMonitor['http']>
  expect?: Partial<HttpMonitor['expect']>
}

/** An HTTP monitor for tests: everything that is not said is as in a file that does not say it. */
export function httpMonitorForTest(over: Overrides = {}): HttpMonitor {
  return {
    kind: 'http',
    key: 'page',
    component: 'app',
    everyMs: 20_000,
    timeoutMs: 5_000,
    tls: { ca: null },
    allowPrivate: [],
    ...over,
    http: {
      method: 'GET',
      url: 'https://example.com/',
      headers: {},
      body: null,
      redirects: 5,
      family: null,
      ...over.http,
    },
    expect: {
      status: [{ from: 200, to: 299 }],
      body: null,
      json: [],
      redirectTo: null,
      latencyMs: null,
      tlsDaysLeft: null,
      ...over.expect,
    },
  }
}
