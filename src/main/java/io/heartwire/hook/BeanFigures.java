package io.heartwire.hook;

import io.heartwire.visibility.Internal;
import java.util.Map;

/**
 * How one of an application's beans is doing.
 *
 * @param bean its class
 * @param underWay calls that hold a place now, those that hang among them
 * @param hanging calls that timed out and have not ended yet
 * @param calls since the start, by what became of them
 */
@Internal
public record BeanFigures(
    String bean, CircuitState circuit, int underWay, int hanging, Map<CallOutcome, Long> calls) {}
