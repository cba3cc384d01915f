import { hidden, type Variable } from '@tractops/platform'
import { z } from 'zod'

/** The part of the environment that says how Resend tells us of mail. */
export const resendInVariables = {
  RESEND_WEBHOOK_SECRET: {
    schema: z
      .string()
      .regex(/^(whsec_)?[A-Za-z0-9+/=]{24,}$/)
      .optional(),
    write: 'the signing secret of the webhook at Resend, such as whsec_…, or leave it out',
    show: hidden,
  } satisfies Variable<string | undefined>,
}
