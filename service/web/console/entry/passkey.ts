import { ask } from '../../api/ask.ts'
import { Problem } from '../../api/problem.ts'

type Credential = PublicKeyCredential & { toJSON(): unknown }

/** Asks the device for one of its passkeys and signs in with it. */
export async function signInWithPasskey(): Promise<void> {
  const options = await ask<PublicKeyCredentialRequestOptionsJSON>(
    'GET',
    '/api/auth/passkey/generate-authenticate-options',
  )
  const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON({
    ...options,
    userVerification: 'required',
  })
  const response = await ofDevice(() => navigator.credentials.get({ publicKey }))
  await ask('POST', '/api/auth/passkey/verify-authentication', { response: response.toJSON() })
}

/** Makes a passkey on this device, or on one that it reaches, for who is signed in. */
export async function addPasskey(name: string): Promise<void> {
  const options = await ask<PublicKeyCredentialCreationOptionsJSON>(
    'GET',
    '/api/auth/passkey/generate-register-options',
  )
  const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(options)
  const response = await ofDevice(() => navigator.credentials.create({ publicKey }))
  await ask('POST', '/api/auth/passkey/verify-registration', { response: response.toJSON(), name })
}

/** Passkeys need a name of a host, and https or this very machine. */
export const canUsePasskeys = (): boolean =>
  typeof PublicKeyCredential !== 'undefined' && !/^[\d.]+$|^\[/.test(location.hostname)

async function ofDevice(get: () => Promise<unknown>): Promise<Credential> {
  try {
    const made = await get()
    if (made !== null) return made as Credential
  } catch (error) {
    const name = error instanceof Error ? error.name : ''
    const because =
      name === 'InvalidStateError'
        ? 'This device has a passkey for you already.'
        : 'The device gave no passkey: it was declined, or too much time passed. Nothing was changed; try again.'
    throw new Problem(0, { code: 'no_passkey', detail: because })
  }
  throw new Problem(0, {
    code: 'no_passkey',
    detail: 'The device gave no passkey. Nothing was changed; try again.',
  })
}
