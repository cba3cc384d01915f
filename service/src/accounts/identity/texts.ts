import { AppError } from '@tractops/platform'

const texts: Record<string, string> = {
  INVALID_EMAIL_OR_PASSWORD: 'This address and password do not belong together. Check both and try again.',
  INVALID_EMAIL: 'This is not an email address.',
  INVALID_PASSWORD: 'This is not your present password.',
  INVALID_CODE:
    'This code does not fit. Take the one that your app shows now; the clock of your phone must be right.',
  INVALID_BACKUP_CODE: 'This backup code does not fit, or it was used before. Each one works once.',
  INVALID_TWO_FACTOR_COOKIE: 'Too much time has passed since you gave your password. Sign in again.',
  TOO_MANY_ATTEMPTS_REQUEST_NEW_CODE: 'Five codes did not fit. Sign in again with your password.',
  ACCOUNT_TEMPORARILY_LOCKED: 'Too many codes did not fit. Try again in 15 minutes, or use a passkey.',
  TOTP_ALREADY_ENABLED: 'An authenticator app is set up already.',
  PASSKEY_NOT_FOUND: 'This passkey is not known here. Use another one, or your password.',
  AUTHENTICATION_FAILED: 'The passkey could not be verified. Try again, or use your password.',
  CHALLENGE_NOT_FOUND: 'Too much time has passed. Try again.',
  PASSKEY_NEEDED: 'You have a passkey and no authenticator app: sign in with the passkey.',
  SESSION_NOT_FRESH: 'You signed in more than an hour ago. Sign in again before you change this.',
  FAILED_TO_VERIFY_REGISTRATION:
    'The passkey could not be set up. The device must ask for a fingerprint, a face or a PIN.',
}

/** What the identity library refused, as a problem with a code of ours and a sentence that says what to do. */
export function said(status: number, code: string | undefined, message: string | undefined): AppError {
  const sentence =
    (code === undefined ? undefined : texts[code]) ?? message ?? 'This could not be done. Try again.'
  return new AppError((code ?? 'identity_refused').toLowerCase(), status >= 500 ? 400 : status, sentence)
}
