package dev.tessera.graphmodel.domain;

/**
 * A token as people see it.
 *
 * @param label what it means in words; empty where nothing is known
 * @param itemCount how many items carry it
 */
public record Token(TokenId id, String label, int itemCount) {}
