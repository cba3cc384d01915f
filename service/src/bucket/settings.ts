import { hidden, StartError, text, type Variable } from '@tractops/platform'
import { z } from 'zod'
import type { BucketSettings } from './open-bucket.ts'

const endpoint: Variable<string | undefined> = {
  schema: z
    .string()
    .refine((s) => URL.canParse(s) && ['http:', 'https:'].includes(new URL(s).protocol))
    .transform((s) => s.replace(/\/+$/, ''))
    .optional(),
  write: 'an S3-compatible store such as https://s3.eu-central-1.amazonaws.com, or leave it out',
}
const secret: Variable<string | undefined> = {
  schema: z.string().optional(),
  write: 'the access key',
  show: hidden,
}

/** The settings of a bucket; each purpose writes them with its own beginning, as in EXPORT_S3_ENDPOINT. */
export const bucketVariables = {
  S3_ENDPOINT: endpoint,
  S3_BUCKET: text('', 'the bucket'),
  S3_PREFIX: text('', 'what the names of the objects begin with'),
  S3_REGION: text('us-east-1', 'the region of the bucket'),
  S3_ACCESS_KEY_ID: text('', 'the id of an access key that may put and delete objects'),
  S3_SECRET_ACCESS_KEY: secret,
}

type Values = { [K in keyof typeof bucketVariables]: z.output<(typeof bucketVariables)[K]['schema']> }

/** Null without an endpoint. @throws StartError where one is named and something that it needs is not. */
export function bucketSettings(purpose: string, read: Values): BucketSettings | null {
  if (read.S3_ENDPOINT === undefined) return null
  const needed = {
    S3_BUCKET: read.S3_BUCKET,
    S3_ACCESS_KEY_ID: read.S3_ACCESS_KEY_ID,
    S3_SECRET_ACCESS_KEY: read.S3_SECRET_ACCESS_KEY ?? '',
  }
  const missing = Object.entries(needed)
    .filter(([, value]) => value === '')
    .map(([name]) => `${purpose}_${name}`)
  if (missing.length > 0)
    throw new StartError(
      'configuration',
      `${purpose}_S3_ENDPOINT is set, and ${missing.join(', ')} ${missing.length > 1 ? 'are' : 'is'} not. Set all of them, or none.`,
    )
  return {
    endpoint: read.S3_ENDPOINT,
    bucket: needed.S3_BUCKET,
    prefix: read.S3_PREFIX,
    region: read.S3_REGION,
    accessKeyId: needed.S3_ACCESS_KEY_ID,
    secretAccessKey: needed.S3_SECRET_ACCESS_KEY,
  }
}
