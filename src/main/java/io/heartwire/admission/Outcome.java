package io.heartwire.admission;

/** What becomes of an arrival. */
sealed interface Outcome permits Admitted, Refusal {}
