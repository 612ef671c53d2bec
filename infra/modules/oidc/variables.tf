variable "github" {
  description = <<-TEXT
    GitHub's repository whose jobs may deploy; null for none. Environments of GitHub by environments of slipway.yml are in environments.
    subjects: ids, where tokens name owner and repository by their ids (created, renamed or moved since 15 July 2026, or opted in), names for older ones,
    both while a repository changes from one to the other. Trust in names alone can be inherited by a new owner of the names.
    provider_arn: of the account's identity provider where it has one, since an account has one for each URL.
  TEXT
  type = object({
    owner         = string
    repository    = string
    owner_id      = optional(number)
    repository_id = optional(number)
    subjects      = optional(string, "ids")
    provider_arn  = optional(string)
  })
  default = null

  validation {
    condition     = var.github == null || try(contains(["ids", "names", "both"], var.github.subjects), false)
    error_message = "subjects is ids, names or both."
  }

  validation {
    condition     = var.github == null || try(var.github.subjects == "names" || (var.github.owner_id != null && var.github.repository_id != null), false)
    error_message = "subjects = ids or both needs owner_id and repository_id: 'gh api repos/OWNER/REPOSITORY --jq .owner.id,.id' has them. A repository without them in its tokens has subjects = names."
  }

  validation {
    condition     = var.github == null || try(!strcontains("${var.github.owner}/${var.github.repository}", "*"), false)
    error_message = "One owner and one repository, without '*'."
  }
}

variable "bitbucket" {
  description = <<-TEXT
    Bitbucket's repository whose steps may deploy; null for none: the workspace's name and UUID, and the repository's UUID, without braces, as on the page OpenID Connect of
    its settings. provider_arn: of the account's identity provider where it has one.
  TEXT
  type = object({
    workspace       = string
    workspace_uuid  = string
    repository_uuid = string
    provider_arn    = optional(string)
  })
  default = null

  validation {
    condition     = var.bitbucket == null || try(alltrue([for id in [var.bitbucket.workspace_uuid, var.bitbucket.repository_uuid] : can(regex("^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$", id))]), false)
    error_message = "A UUID has 32 hexadecimal digits with hyphens, and here no braces."
  }
}

variable "environments" {
  description = "Environments of slipway.yml, each with the name of GitHub's environment (null for the same) and the UUID of Bitbucket's deployment environment (null: nothing of Bitbucket may deploy to it)."
  type = map(object({
    github    = optional(string)
    bitbucket = optional(string)
  }))

  validation {
    condition     = alltrue([for environment in values(var.environments) : environment.bitbucket == null || can(regex("^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$", environment.bitbucket))])
    error_message = "Bitbucket's deployment environment is a UUID without braces."
  }
}

variable "tags" {
  description = "Tags of the identity providers."
  type        = map(string)
  default     = {}
}
