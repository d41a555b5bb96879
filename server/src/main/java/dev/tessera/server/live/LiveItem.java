package dev.tessera.server.live;

import dev.tessera.graphmodel.change.ItemChange;
import dev.tessera.graphmodel.domain.ItemId;
import org.jspecify.annotations.Nullable;

/** An item to be made or changed, and perhaps its picture. */
public final class LiveItem {
    private final ItemChange change;
    private final byte @Nullable [] picture;
    private final boolean isPictureSaid;

    private LiveItem(ItemChange change, byte @Nullable [] picture, boolean isPictureSaid) {
        this.change = change;
        this.picture = picture;
        this.isPictureSaid = isPictureSaid;
    }

    /** {@return an item whose picture stays as it is} */
    public static LiveItem of(ItemChange change) {
        return new LiveItem(change, null, false);
    }

    /** {@return an item with a picture: the bytes of a file, or null to clear it} */
    public static LiveItem withPicture(ItemChange change, byte @Nullable [] picture) {
        return new LiveItem(change, picture == null ? null : picture.clone(), true);
    }

    public ItemId id() {
        return change.id();
    }

    ItemChange change() {
        return change;
    }

    /** {@return the shared bytes, or null} */
    byte @Nullable [] picture() {
        return picture;
    }

    /** {@return whether a picture may lie where the change says, and none is given here} */
    boolean namesPicture() {
        return !isPictureSaid && change.properties().get("imageUrl") != null;
    }

    boolean clearsPicture() {
        return isPictureSaid && picture == null;
    }
}
