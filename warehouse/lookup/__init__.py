"""What a publish looks up of the pages that the lake has, by keys: an index beside the lake."""
