package io.heartwire.config;

/**
 * Marks the configuration records that must be readable before the gateway starts.
 *
 * <p>A group is a {@code @Dependent} bean whose injected constructor reads its keys from {@link
 * Settings}. Injecting the record gives the values of the start; injecting a {@code Provider} of it
 * gives the present ones at each {@code get()}, for settings that can be changed while running.
 */
public interface ConfigGroup {}
