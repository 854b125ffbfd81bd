package io.heartwire.admission;

import org.jspecify.annotations.Nullable;

/**
 * One condition under which clients come in. Rules are asked in order, by the request's thread, so
 * none may block; the first that refuses decides.
 */
interface AdmissionRule {

  /**
   * Refuses the arrival, or lets it pass and takes for its {@linkplain Arrival#place() place} what
   * the rule counts.
   *
   * @return null if it passes
   */
  @Nullable Refusal check(Arrival arrival);

  /**
   * Gives back what {@link #check} took: called once for each arrival that passed this rule, when a
   * later rule refuses it, when its upgrade fails, or when its connection ends.
   */
  default void release(Place place) {}
}
