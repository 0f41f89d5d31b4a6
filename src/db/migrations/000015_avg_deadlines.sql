-- That a request of a resident waits, and until when, is for those who may see the request.
create policy keepers_of_avg on deadlines as restrictive
  using (avg_request_id is null or (select scope_role()) in ('system', 'privacy-officer', 'project-leader'));
