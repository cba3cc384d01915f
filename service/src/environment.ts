import {
  type MailSettings,
  mailSettings,
  mailVariables,
  type PlatformConfig,
  port,
  readConfig,
  text,
} from '@tractops/platform'
import { attachmentSettings, attachmentVariables, type StoreSettings } from './desk/index.ts'
import { resendInVariables, type SmtpSettings, smtpSettings, smtpVariables } from './mail/index.ts'
import { type ExportSettings, exportSettings, exportVariables } from './status/index.ts'

export type ServiceConfig = PlatformConfig & {
  /** The file that says what is watched, and whether somebody asked for it by name. */
  configFile: { path: string; explicit: boolean }
  /** 0: no practice application. */
  practicePort: number
  /** What probe agents try, to know whether they see anything at all, unless they were started with their own. */
  probeControl: string[]
  mail: MailSettings
  smtp: SmtpSettings
  /** What Resend signs with when it tells us of mail; null: it does not. */
  resendWebhookSecret: string | null
  export: ExportSettings
  attachments: StoreSettings
  /** Hosts that webhooks may reach though their addresses are private. */
  webhooksAllow: string[]
  /** Origins of the pages that may carry the help widget; `*`: any. */
  widgetOrigins: string[]
}

const own = {
  CONFIG: text('', 'the file that says what is watched'),
  PRACTICE_PORT: port(3100),
  PROBE_CONTROL: text('', 'the control targets of probe agents, host:port or addresses, with spaces between'),
  ...mailVariables,
  ...smtpVariables,
  ...resendInVariables,
  ...exportVariables,
  ...attachmentVariables,
  WIDGET_ORIGINS: text(
    '',
    'the origins of the pages that carry the help widget, with commas between; *: any',
  ),
  WEBHOOKS_ALLOW: text('', 'hosts that webhooks may reach in a private network, with commas between'),
}

/** Reads the environment: once, here, all of it. Throws a `StartError` that names everything that is wrong. */
export function readEnvironment(env: Record<string, string | undefined>): ServiceConfig {
  const { config, own: read } = readConfig(env, own)
  const configFile = { path: read.CONFIG || 'tractops.yaml', explicit: read.CONFIG !== '' }
  return {
    ...config,
    configFile,
    practicePort: read.PRACTICE_PORT,
    probeControl: read.PROBE_CONTROL.split(/[\s,]+/).filter((target) => target !== ''),
    mail: mailSettings(read),
    smtp: smtpSettings(read),
    resendWebhookSecret: read.RESEND_WEBHOOK_SECRET ?? null,
    export: exportSettings(read, config),
    attachments: attachmentSettings(read, config),
    webhooksAllow: listed(read.WEBHOOKS_ALLOW),
    widgetOrigins: listed(read.WIDGET_ORIGINS).map((origin) => URL.parse(origin)?.origin ?? origin),
  }
}

const listed = (text: string): string[] =>
  text
    .split(',')
    .map((one) => one.trim())
    .filter(Boolean)
