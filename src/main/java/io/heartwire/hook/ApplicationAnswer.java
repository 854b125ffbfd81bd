package io.heartwire.hook;

import io.heartwire.visibility.Internal;

/** Marks exceptions that are an application's answer to a client, and no accident. */
@Internal
public interface ApplicationAnswer {}
