import { AppError } from '@tractops/platform'
import { SlaError } from '@tractops/sla'

/** Runs `work`; the engine's refusal of an input becomes a problem with its path below `where`, such as `query.month`. */
export async function refusing<T>(where: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof SlaError)) throw error
    const path = error.path === '' ? where : `${where}.${error.path}`
    throw new AppError(error.code, 400, error.message, { path, cause: error })
  }
}
