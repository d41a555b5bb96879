package dev.tessera.server.graphql;

import graphql.ErrorClassification;

/** What kind of error it is; the names are the API's. */
enum ErrorCode implements ErrorClassification {
    BAD_USER_INPUT,
    FORBIDDEN,
    NOT_FOUND,
    CONFLICT,
    NO_ACTIVE_MODEL,
    TOO_COMPLEX,
    TOO_LARGE,
    TIMEOUT,
    /** The store takes no changes now. */
    READ_ONLY,
    CANCELLED,
    INTERNAL
}
