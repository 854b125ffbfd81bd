package io.heartwire.admission;

/** The result of admission: an admitted client or a refusal. */
sealed interface AdmissionOutcome permits AdmittedClient, Refusal {}
