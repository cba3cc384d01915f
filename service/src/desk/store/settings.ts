import { join } from 'node:path'
import type { PlatformConfig, Variable } from '@tractops/platform'
import { z } from 'zod'
import { bucketSettings, bucketVariables } from '../../bucket/index.ts'
import type { StoreSettings } from './attachment-store.ts'

const megabytes: Variable<number> = {
  schema: z
    .string()
    .regex(/^\d{1,3}$/)
    .transform(Number)
    .pipe(z.number().min(1).max(100))
    .or(z.undefined().transform(() => 25)),
  write: 'how many MB an attachment may have, from 1 to 100',
}

/** The part of the environment that says where attachments are kept, and how large they may be. */
export const attachmentVariables = {
  ATTACHMENTS_MB: megabytes,
  ATTACHMENTS_S3_ENDPOINT: bucketVariables.S3_ENDPOINT,
  ATTACHMENTS_S3_BUCKET: bucketVariables.S3_BUCKET,
  ATTACHMENTS_S3_PREFIX: bucketVariables.S3_PREFIX,
  ATTACHMENTS_S3_REGION: bucketVariables.S3_REGION,
  ATTACHMENTS_S3_ACCESS_KEY_ID: bucketVariables.S3_ACCESS_KEY_ID,
  ATTACHMENTS_S3_SECRET_ACCESS_KEY: bucketVariables.S3_SECRET_ACCESS_KEY,
}

type Values = { [K in keyof typeof attachmentVariables]: z.output<(typeof attachmentVariables)[K]['schema']> }

export function attachmentSettings(
  read: Values,
  { dataDir }: Pick<PlatformConfig, 'dataDir'>,
): StoreSettings {
  return {
    folder: join(dataDir, 'attachments'),
    maxBytes: read.ATTACHMENTS_MB * 1024 * 1024,
    bucket: bucketSettings('ATTACHMENTS', {
      S3_ENDPOINT: read.ATTACHMENTS_S3_ENDPOINT,
      S3_BUCKET: read.ATTACHMENTS_S3_BUCKET,
      S3_PREFIX: read.ATTACHMENTS_S3_PREFIX,
      S3_REGION: read.ATTACHMENTS_S3_REGION,
      S3_ACCESS_KEY_ID: read.ATTACHMENTS_S3_ACCESS_KEY_ID,
      S3_SECRET_ACCESS_KEY: read.ATTACHMENTS_S3_SECRET_ACCESS_KEY,
    }),
  }
}
