import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto';

/** A passkey in software, as a browser and its authenticator answer together (WebAuthn Level 3, 6.1 and 6.5). */
export class Authenticator {
  readonly #keys = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  readonly #id = randomBytes(32);
  counter = 0;

  get id(): string {
    return this.#id.toString('base64url');
  }

  /** @param verified whether the authenticator checked who holds it */
  create({ challenge, origin, rp_id, verified = true }: Asked) {
    const { x = '', y = '' } = this.#keys.publicKey.export({ format: 'jwk' });
    const cose = Buffer.concat([
      Buffer.from('a5010203262001215820', 'hex'),
      Buffer.from(x, 'base64url'),
      Buffer.from('225820', 'hex'),
      Buffer.from(y, 'base64url'),
    ]);
    const length = Buffer.alloc(2);
    length.writeUInt16BE(this.#id.length);
    const attested = Buffer.concat([Buffer.alloc(16), length, this.#id, cose]);
    const data = Buffer.concat([this.#head(rp_id, verified ? 0x45 : 0x41), attested]);
    const size = Buffer.from([0x58, data.length]);
    const attestation = Buffer.concat([
      Buffer.from('a363666d74646e6f6e656761747453746d74a0686175746844617461', 'hex'),
      size,
      data,
    ]);
    const clientDataJSON = clientData('webauthn.create', challenge, origin).toString('base64url');
    const response = { clientDataJSON, attestationObject: attestation.toString('base64url'), transports: ['internal'] };
    return { id: this.id, rawId: this.id, type: 'public-key', clientExtensionResults: {}, response };
  }

  use({ challenge, origin, rp_id, verified = true }: Asked) {
    this.counter++;
    const authenticatorData = this.#head(rp_id, verified ? 0x05 : 0x01);
    const client = clientData('webauthn.get', challenge, origin);
    const signed = Buffer.concat([authenticatorData, createHash('sha256').update(client).digest()]);
    const response = {
      clientDataJSON: client.toString('base64url'),
      authenticatorData: authenticatorData.toString('base64url'),
      signature: sign('sha256', signed, this.#keys.privateKey).toString('base64url'),
    };
    return { id: this.id, rawId: this.id, type: 'public-key', clientExtensionResults: {}, response };
  }

  #head(rp_id: string, flags: number): Buffer {
    const counter = Buffer.alloc(4);
    counter.writeUInt32BE(this.counter);
    return Buffer.concat([createHash('sha256').update(rp_id).digest(), Buffer.from([flags]), counter]);
  }
}

type Asked = { challenge: string; origin: string; rp_id: string; verified?: boolean };

const clientData = (type: string, challenge: string, origin: string): Buffer =>
  Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin: false }));
