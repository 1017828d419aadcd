"""The loop of relief and return (MISSION S3): client and therapist write one drawing together; whatever was saved stays."""
