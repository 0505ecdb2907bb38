/** Thrown when a producer cannot be registered; the message is one line that says what to do. */
export class RegistrationRefused extends Error {
  constructor(message: string, cause?: unknown) {
    super(message, { cause });
    this.name = 'RegistrationRefused';
  }
}

/** Where producers are registered durably before they answer anybody. */
export interface ProducerRegistry {
  /** The newest registered epoch of a producer, or undefined when it is not known. */
  find(id: string): Promise<{ readonly epoch: number } | undefined>;
  /** False, and nothing changed, when this epoch or a later one is registered already. */
  register(id: string, roles: readonly string[], host: string, epoch: number): Promise<boolean>;
}

/** Where there is none: every directory is its own producer, and nobody else's epochs are known. */
export const NO_REGISTRY: ProducerRegistry = {
  find: async () => undefined,
  register: async () => true,
};
