import { join } from 'node:path'
import { hidden, type PlatformConfig, StartError, text, type Variable } from '@tractops/platform'
import { z } from 'zod'
import { type BucketSettings, bucketStore } from './bucket.ts'
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
  EXPORT_S3_ENDPOINT: url(
    'an S3-compatible store such as https://s3.eu-central-1.amazonaws.com, or leave it out',
  ),
  EXPORT_S3_BUCKET: text('', 'the bucket'),
  EXPORT_S3_PREFIX: text('', 'what the names of the objects begin with'),
  EXPORT_S3_REGION: text('us-east-1', 'the region of the bucket'),
  EXPORT_S3_ACCESS_KEY_ID: text('', 'the id of an access key that may put and delete objects'),
  EXPORT_S3_SECRET_ACCESS_KEY: {
    schema: z.string().optional(),
    write: 'the access key',
    show: hidden,
  } satisfies Variable<string | undefined>,
}

type Values = { [K in keyof typeof exportVariables]: z.output<(typeof exportVariables)[K]['schema']> }

/** @throws StartError where an S3 endpoint is named and something that it needs is not. */
export function exportSettings(read: Values, { dataDir }: Pick<PlatformConfig, 'dataDir'>): ExportSettings {
  const folder = read.EXPORT_DIR === '' ? join(dataDir, 'export') : read.EXPORT_DIR
  return {
    folder: folder === 'none' ? null : folder,
    bucket: read.EXPORT_S3_ENDPOINT === undefined ? null : bucketSettings(read, read.EXPORT_S3_ENDPOINT),
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

function bucketSettings(read: Values, endpoint: string): BucketSettings {
  const needed = {
    EXPORT_S3_BUCKET: read.EXPORT_S3_BUCKET,
    EXPORT_S3_ACCESS_KEY_ID: read.EXPORT_S3_ACCESS_KEY_ID,
    EXPORT_S3_SECRET_ACCESS_KEY: read.EXPORT_S3_SECRET_ACCESS_KEY ?? '',
  }
  const missing = Object.entries(needed)
    .filter(([, value]) => value === '')
    .map(([name]) => name)
  if (missing.length > 0) {
    throw new StartError(
      'configuration',
      `EXPORT_S3_ENDPOINT is set, and ${missing.join(', ')} ${missing.length > 1 ? 'are' : 'is'} not. Set all of them, or none.`,
    )
  }
  return {
    endpoint,
    bucket: needed.EXPORT_S3_BUCKET,
    prefix: read.EXPORT_S3_PREFIX,
    region: read.EXPORT_S3_REGION,
    accessKeyId: needed.EXPORT_S3_ACCESS_KEY_ID,
    secretAccessKey: needed.EXPORT_S3_SECRET_ACCESS_KEY,
  }
}
