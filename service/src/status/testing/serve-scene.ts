import { createHttpApp, listen, type Platform } from '@tractops/platform'
import { startStatus } from '../routes.ts'
import type { StatusSource } from '../serve/read.ts'
import { subscribePages } from '../subscribers/pages.ts'
import type { StatusInput } from '../view/source.ts'
import { monthOf, policy } from './scenes.ts'

/** A source that always reads the given scene. */
export function sourceOf(scene: () => StatusInput): StatusSource {
  return (work) => {
    const { now, components, responses, told } = scene()
    return work({
      now,
      history: async () => components,
      month: async (month) => monthOf(components, month, now.toString()),
      responses: async () => responses,
      incidents: async () => told.incidents,
      incident: async (id) => told.incidents.find((one) => one.id === id) ?? null,
      maintenances: async () => told.maintenances,
      maintenance: async (id) => told.maintenances.find((one) => one.id === id) ?? null,
      declarations: async () => [],
      vendors: async () => told.vendors,
      calendar: async () => told.calendar,
    })
  }
}

/** The real routes of the status room over a scene, on a platform's own HTTP application at a free port. */
export async function serveScene(p: Platform, scene: () => StatusInput, practiceUrl?: string) {
  const status = startStatus({
    source: sourceOf(scene),
    policies: [policy],
    log: p.log,
    publicUrl: p.config.publicUrl,
    practiceUrl,
    onChange: () => () => {},
  })
  const app = createHttpApp(p)
  app.route('/', status.routes)
  const { secretKey } = p.config
  const where = { secretKey, url: 'http://127.0.0.1', zone: policy.zone, from: 'contact@tractops.com' }
  app.route('/', subscribePages(p, { ...where, components: status.components }))
  const listening = await listen(app, '127.0.0.1', 0)
  return {
    url: listening.url,
    where,
    async stop() {
      await listening.close(0)
      await status.stop()
    },
  }
}
