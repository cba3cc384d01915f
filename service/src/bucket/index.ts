export { type BucketSettings, openBucket } from './open-bucket.ts'
export { bucketSettings, bucketVariables } from './settings.ts'
