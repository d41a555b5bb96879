package dev.tessera.training.recommender;

/**
 * An item that came after training, in the space of a {@link Factorised} model.
 *
 * @param embedding e_j; shared, not copied
 * @param context c_j; shared, not copied
 * @param share rho_j, how much of what its tokens say is in e_j; 0 for a model without tokens
 */
@SuppressWarnings("ArrayRecordComponent") // kernels run over them; nobody compares or changes them
public record EncodedItem(float[] embedding, float[] context, float share) {}
