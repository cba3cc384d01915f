import { readFile } from 'node:fs/promises'
import type { Logger } from '@tractops/platform'
import type { ServiceConfig } from './environment.ts'
import { type Configuration, loadConfig } from './monitoring/index.ts'
import { type PracticeProcess, startPracticeProcess } from './practice-process.ts'

/**
 * What is to be watched, and the practice application where that is part of it (it must run before its address is known). It carries
 * our help widget, and signs with `widgetKey` who its reader is.
 */
export async function loadConfiguration(
  config: ServiceConfig,
  env: Record<string, string | undefined>,
  log: Logger,
  widgetKey: () => Promise<string>,
): Promise<{ monitoring: Configuration; practice: PracticeProcess | null }> {
  const { practicePort: port, host, dataDir, configFile } = config
  const wanted = port !== 0 && (await mentionsPractice(configFile.path))
  const url = addressOf(config)
  const widget = wanted && url !== null ? { url, key: await widgetKey() } : null
  const practice = wanted ? await startPracticeProcess({ host, port, dataDir, widget }, log) : null
  try {
    const monitoring = await loadConfig({ ...configFile, env, practice })
    if (monitoring.usesPractice || practice === null) return { monitoring, practice }
    await practice.stop()
    return { monitoring, practice: null }
  } catch (err) {
    await practice?.stop()
    throw err
  }
}

/** Without a file, the practice application is what is watched. */
async function mentionsPractice(file: string): Promise<boolean> {
  try {
    return (await readFile(file, 'utf8')).includes('PRACTICE_')
  } catch (err) {
    return (err as NodeJS.ErrnoException).code === 'ENOENT'
  }
}

/** Where pages find us; null where that is known only once we listen. */
function addressOf({ publicUrl, host, port }: ServiceConfig): string | null {
  return publicUrl ?? (port === 0 ? null : `http://${host}:${port}`)
}
