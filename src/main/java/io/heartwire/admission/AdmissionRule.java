package io.heartwire.admission;

import org.jspecify.annotations.Nullable;

/**
 * One condition of admission. Rules are checked in order on the request's thread, so none may
 * block. The first that refuses decides.
 */
interface AdmissionRule {

  /**
   * Refuses the request, or lets it pass and counts its {@linkplain AdmissionRequest#reservation()
   * reservation}.
   *
   * @return null if it passes
   */
  @Nullable Refusal check(AdmissionRequest request);

  /**
   * Undoes the counting of {@link #check}. Called once for each request that passed this rule: when
   * a later rule refuses it, when its upgrade fails, or when its connection ends.
   */
  default void release(Reservation reservation) {}
}
