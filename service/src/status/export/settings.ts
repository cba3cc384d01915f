import { join } from 'node:path'
import { type PlatformConfig, text, type Variable } from '@tractops/platform'
import { z } from 'zod'
import { type BucketSettings, bucketSettings, bucketVariables } from '../../bucket/index.ts'
import { bucketStore } from './bucket.ts'
import { folderStore } from './folder.ts'
import type { Store } from './start-export.ts'

/** Where copies of the public site go, and where readers find them. */
export type ExportSettings = {
  /** Absolute, or below DATA_DIR when nobody named one; null: none. */
  folder: string | null
  bucket: BucketSettings | null
  /** Where the copy is served, without a slash at its end; null: where the service is. */
  url: string | null
}

const url = (write: string): Variable<string | undefined> => ({
  schema: z
    .string()
    .refine((s) => URL.canParse(s) && ['http:', 'https:'].includes(new URL(s).protocol))
    .transform((s) => s.replace(/\/+$/, ''))
    .optional(),
  write,
})

/** The part of the environment that says where the public site is copied to. */
export const exportVariables = {
  EXPORT_DIR: text('', 'the folder for the copy of the public site, or none'),
  EXPORT_URL: url('where readers find the copy, such as https://status.example.com, or leave it out'),
  EXPORT_S3_ENDPOINT: bucketVariables.S3_ENDPOINT,
  EXPORT_S3_BUCKET: bucketVariables.S3_BUCKET,
  EXPORT_S3_PREFIX: bucketVariables.S3_PREFIX,
  EXPORT_S3_REGION: bucketVariables.S3_REGION,
  EXPORT_S3_ACCESS_KEY_ID: bucketVariables.S3_ACCESS_KEY_ID,
  EXPORT_S3_SECRET_ACCESS_KEY: bucketVariables.S3_SECRET_ACCESS_KEY,
}

type Values = { [K in keyof typeof exportVariables]: z.output<(typeof exportVariables)[K]['schema']> }

/** @throws StartError where an S3 endpoint is named and something that it needs is not. */
export function exportSettings(read: Values, { dataDir }: Pick<PlatformConfig, 'dataDir'>): ExportSettings {
  const folder = read.EXPORT_DIR === '' ? join(dataDir, 'export') : read.EXPORT_DIR
  return {
    folder: folder === 'none' ? null : folder,
    bucket: bucketSettings('EXPORT', {
      S3_ENDPOINT: read.EXPORT_S3_ENDPOINT,
      S3_BUCKET: read.EXPORT_S3_BUCKET,
      S3_PREFIX: read.EXPORT_S3_PREFIX,
      S3_REGION: read.EXPORT_S3_REGION,
      S3_ACCESS_KEY_ID: read.EXPORT_S3_ACCESS_KEY_ID,
      S3_SECRET_ACCESS_KEY: read.EXPORT_S3_SECRET_ACCESS_KEY,
    }),
    url: read.EXPORT_URL ?? null,
  }
}

/** The stores that the settings name. */
export function exportStores({ folder, bucket }: ExportSettings, now: () => Temporal.Instant): Store[] {
  return [
    ...(folder === null ? [] : [folderStore(folder, () => now().epochMilliseconds)]),
    ...(bucket === null ? [] : [bucketStore(bucket, now)]),
  ]
}
