import {
  createEvents,
  createHttpApp,
  createLog,
  createMetrics,
  createQueue,
  inTransaction,
  listen,
  mailTransport,
  observeProcess,
  type Platform,
  startAnswerExpiry,
  startMail,
  systemClock,
  Ticks,
  takeTurn,
} from '@tractops/platform'
import { defaultPolicies, policyAt } from '@tractops/sla'
import about from '../package.json' with { type: 'json' }
import { accountsRoutes, startAccounts, welcomeSentence, welcomeUrl } from './accounts/index.ts'
import { apiReference } from './api-reference.ts'
import { billingRoutes } from './billing/index.ts'
import { loadConfiguration } from './configuration.ts'
import { consoleRoutes } from './console/index.ts'
import { openServiceDatabase } from './database.ts'
import {
  attachmentRoutes,
  attachmentStore,
  deskRoutes,
  frameRoutes,
  peopleDataRoutes,
  queueRoutes,
  readReplyFile,
  reportRoutes,
  savedRoutes,
  startDesk,
  startFiles,
  startKeepingTickets,
} from './desk/index.ts'
import type { ServiceConfig } from './environment.ts'
import { incidentsRoutes, troubles as incidentTroubles, startIncidents } from './incidents/index.ts'
import { forgetMailOf, mailRoutes, startMailRoom } from './mail/index.ts'
import { maintenanceRoutes, startMaintenance } from './maintenance/index.ts'
import {
  definitionRoutes,
  monitoringRoutes,
  troubles as monitoringTroubles,
  startKeeping,
  startMonitoring,
} from './monitoring/index.ts'
import { mailSaying, troubles as mailTroubles, outboxRoutes } from './outbox/index.ts'
import { forgetPerson, personElsewhere } from './people-data.ts'
import { portalRoutes, startPortal } from './portal/index.ts'
import { originsOf } from './practice-process.ts'
import {
  changesOf,
  exportStores,
  serviceSource,
  startExport,
  startStatus,
  startSubscribers,
  subscribePages,
  subscriberRoutes,
  webhookTroubles,
} from './status/index.ts'
import { uptimeRoutes } from './uptime/index.ts'
import { startVendors, vendorsRoutes, troubles as vendorTroubles } from './vendors/index.ts'
import { practiceWidgetKey, startWidget, widgetRoutes } from './widget/index.ts'

const graceMs = 4_000
/** Held while starting. Any number will do; it never changes. */
const startLock = 7_263_541_009
/** Where files are uploaded, and what a form adds to one. */
const uploadPaths = [
  '/api/v1/attachments',
  '/api/v1/customers/import',
  '/portal/api/attachments',
  '/widget/api/attachments',
]
const formBytes = 65_536

/**
 * Starts everything in order and resolves when it answers (`app` is what does); `stop` ends it in the opposite order, within 10 s. When a
 * step fails, what was started before it is stopped, and the failure is passed on.
 */
export async function startService(
  config: ServiceConfig,
  env: Record<string, string | undefined>,
): Promise<{ url: string; app: ReturnType<typeof createHttpApp>; stop(): Promise<void> }> {
  const log = createLog(config.logLevel)
  const undo: (() => unknown)[] = []
  const stop = async () => {
    for (const step of undo.splice(0).reverse()) await step()
  }
  try {
    const database = await openServiceDatabase(config, log, 'service')
    undo.push(database.close)
    // What a start brings in line with the configuration, one process does at a time.
    const endTurn = await takeTurn(database.pool, startLock, () =>
      log.info('another process is starting on this database; this one waits for it'),
    )
    undo.push(endTurn)
    const { db, pool } = database
    const metrics = createMetrics()
    observeProcess(metrics, pool)
    const queue = createQueue(pool, log)
    const events = createEvents(database.url, log)
    const platform: Platform = {
      clock: systemClock,
      db,
      pool,
      queue,
      events,
      log,
      metrics,
      ticks: new Ticks(),
      config,
    }
    await queue.start()
    undo.push(() => queue.stop())
    await events.start()
    undo.push(events.stop)
    const made = Promise.withResolvers<ReturnType<typeof createHttpApp>>()
    const listening = await listen(made.promise, config.host, config.port)
    undo.push(() => listening.close(0))
    const { monitoring, practice } = await loadConfiguration(config, env, log, () =>
      inTransaction(platform, { kind: 'system', name: 'start' }, (ctx) =>
        practiceWidgetKey(ctx, config.secretKey),
      ),
    )
    undo.push(() => practice?.stop())
    const policies = defaultPolicies()
    const { policy } = policyAt(policies, systemClock.now())
    const from = config.mail.from ?? `${policy.provider} <${policy.contact.address}>`
    const transport = mailTransport(config.mail, from)
    const source = serviceSource(platform, policies)
    const status = startStatus({
      source,
      policies,
      log,
      publicUrl: config.publicUrl,
      practiceUrl: practice?.url,
      onChange: (listener) => changesOf(platform, listener),
    })
    undo.push(status.stop)
    const copies = startExport({
      source,
      policies,
      stores: exportStores(config.export, () => systemClock.now()),
      copyUrl: config.export.url ?? config.publicUrl ?? listening.url,
      serviceUrl: config.publicUrl,
      now: () => systemClock.now(),
      log,
      onChange: (listener) => changesOf(platform, listener),
    })
    undo.push(copies.stop)
    const telling = {
      secretKey: config.secretKey,
      url: config.publicUrl ?? listening.url,
      zone: policy.zone,
      from,
      allowPrivate: config.webhooksAllow,
      keepMs: policy.retention.measurements,
    }
    const subscribers = await startSubscribers(platform, telling)
    undo.push(subscribers.stop)
    const running = await startMonitoring(platform, monitoring, { probeControl: config.probeControl })
    undo.push(running.stop)
    const vendors = await startVendors(platform, { policies, config: monitoring.vendors })
    undo.push(vendors.stop)
    const incidents = startIncidents(platform, { policies })
    undo.push(incidents.stop)
    await startKeeping(platform)
    undo.push(startMaintenance(platform).stop)
    const store = attachmentStore(config.attachments, () => systemClock.now())
    undo.push(startFiles(platform, { store }).stop)
    const portal = await startPortal(platform, { url: telling.url })
    undo.push(portal.stop)
    const { secretKey, url, zone } = telling
    const answering = startDesk(platform, { policies, secretKey, url, from, zone, store })
    undo.push(answering.stop)
    undo.push(startWidget(platform).stop)
    const mail = await startMail(platform, {
      transport,
      keepMs: policy.retention.measurements,
      readStored: readReplyFile(store),
    })
    undo.push(mail.stop)
    const keeping = { policies, forgetMail: forgetMailOf }
    undo.push(startKeepingTickets(platform, keeping).stop)
    const incoming = await startMailRoom(platform, {
      desk: answering.desk,
      host: config.host,
      smtp: config.smtp,
      resend: { webhookSecret: config.resendWebhookSecret, api: config.mail.resend },
      keepMs: policy.retention.measurements,
    })
    undo.push(incoming.stop)
    const app = createHttpApp(
      platform,
      {
        title: 'TractOps',
        version: about.version,
        description: 'What the service level agreement is measured by, and those who keep it.',
      },
      { paths: uploadPaths, maxBytes: store.maxBytes + formBytes },
    )
    app.route('/', status.routes)
    app.route('/', subscribePages(platform, { ...telling, components: status.components }))
    app.route('/', subscriberRoutes(platform, config))
    app.route('/', monitoringRoutes(platform))
    app.route('/', running.probeRoutes)
    app.route('/', definitionRoutes(platform, { file: monitoring }))
    app.route('/', incidentsRoutes(platform, { policies }))
    app.route('/', uptimeRoutes(platform, { policies }))
    app.route('/', vendorsRoutes(platform, { policies, vendors }))
    app.route('/', billingRoutes(platform))
    app.route(
      '/',
      maintenanceRoutes(platform, {
        mail: mailSaying[transport.name],
        sendsMail: transport.name !== 'embedded',
      }),
    )
    app.route('/', queueRoutes(platform))
    app.route('/', reportRoutes(platform, { policies }))
    app.route('/', savedRoutes(platform, { policies }))
    app.route('/', attachmentRoutes(platform, { store, secretKey: config.secretKey }))
    app.route('/', frameRoutes(platform, { secretKey, url }))
    app.route(
      '/',
      peopleDataRoutes(platform, answering.desk, {
        forgetMail: forgetMailOf,
        forgetPerson,
        elsewhere: personElsewhere,
      }),
    )
    app.route('/', deskRoutes(platform, answering.desk))
    app.route('/', mailRoutes(platform, { desk: answering.desk, webhookSecret: config.resendWebhookSecret }))
    app.route('/', outboxRoutes(platform, { transport: transport.name }))
    app.route('/', accountsRoutes(platform))
    const pages = [...config.widgetOrigins, ...originsOf(practice)]
    app.route('/', widgetRoutes(platform, { desk: answering.desk, origins: pages }))
    app.route('/', portalRoutes(platform, { desk: answering.desk, wall: portal.wall }))
    app.route(
      '/',
      consoleRoutes(platform, {
        troubles: [
          incidentTroubles,
          (ctx) => monitoringTroubles(ctx, { file: monitoring, secretKey }),
          vendorTroubles,
          mailTroubles,
          webhookTroubles,
          async () => copies.troubles(),
        ],
      }),
    )
    app.route('/', apiReference())
    made.resolve(app)
    undo.push(() => listening.close(graceMs))
    undo.push(running.releaseAgents)
    const accounts = await startAccounts(platform, (token) => {
      const link = welcomeUrl(config.publicUrl ?? listening.url, token)
      process.stderr.write(`${welcomeSentence(link)}\n`)
    })
    undo.push(accounts.stop)
    undo.push(startAnswerExpiry(platform).stop)
    endTurn()
    database.tellUrl(listening.url)
    undo.push(database.tellStopping)
    return { url: listening.url, app, stop }
  } catch (err) {
    await stop()
    throw err
  }
}
