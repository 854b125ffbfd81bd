package io.heartwire.config;

/**
 * Marks the configuration records that must be readable before the gateway starts.
 *
 * <p>A group is a {@code @Dependent} bean whose injected constructor reads its keys from {@link
 * Settings}. Inject the record for the values at the start. Inject a {@code Provider} of it for the
 * present values at each {@code get()}, for settings that can be changed at run time.
 */
public interface ConfigGroup {}
